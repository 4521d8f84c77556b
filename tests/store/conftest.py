import uuid

import pytest


@pytest.fixture
def new_id():
    return uuid.uuid4().hex
