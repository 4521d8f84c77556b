"""Speed, size and memory, as ratios against a rival in the same run. `python -m benchmarks.turn_cost`."""
