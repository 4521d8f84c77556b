import asyncio

from bot import outage


def test_a_report_is_heard_by_all_of_its_turn_and_by_no_other():
    async def turn(fails):
        outage.begin()
        if fails:
            await asyncio.create_task(report())
        await asyncio.sleep(0)
        return outage.reported()

    async def report():
        outage.report()

    async def both():
        return await asyncio.gather(turn(True), turn(False))

    assert asyncio.run(both()) == [True, False]


def test_without_a_turn_a_report_counts_from_where_it_is_made():
    async def alone():
        assert not outage.reported()
        outage.report()
        return outage.reported()

    assert asyncio.run(alone())
    assert not outage.reported()
