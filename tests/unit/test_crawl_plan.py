"""Which shards a crawl has: each file once, in order, and stable where a folder changes."""

import pytest

from whoseword.crawl import Piece, plan
from whoseword.crawl._plan import from_plain, merged, to_plain
from whoseword.errors import ConfigError
from whoseword.read import list_sources


def pages(folder, count):
    for number in range(count):
        (folder / f"{number:04}.html").write_text("x")
    return folder


def paths(shards):
    return [piece.path for shard in shards for piece in shard.pieces]


def test_each_file_comes_once_in_the_order_of_a_reading(tmp_path):
    pages(tmp_path, 700)
    (tmp_path / "0350.zip").write_text("x")
    shards = plan([str(tmp_path / "0005.html"), str(tmp_path)])
    read = list(dict.fromkeys([str(tmp_path / "0005.html"), *list_sources(str(tmp_path))]))
    assert paths(shards) == read
    assert len({shard.id for shard in shards}) == len(shards)
    assert max(len(shard.pieces) for shard in shards) <= 256
    assert [Piece(str(tmp_path / "0350.zip"))] in [list(shard.pieces) for shard in shards]


def test_a_file_more_in_a_folder_changes_one_shard(tmp_path):
    before = plan([str(pages(tmp_path, 700))])
    assert len(before) > 5
    (tmp_path / "0300a.html").write_text("x")
    after = plan([str(tmp_path)])
    assert len({one.id for one in after} - {one.id for one in before}) <= 2
    assert len({one.id for one in before} - {one.id for one in after}) <= 1


def test_a_large_archive_is_cut_into_ranges_that_tile_it(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(bytes(10_001))
    (tmp_path / "b.wacz").write_bytes(bytes(10_001))
    shards = plan([str(tmp_path)], slice_bytes=1_000)
    ranges = [shard.pieces[0].within for shard in shards if shard.pieces[0].path.endswith(".gz")]
    assert [place for one in ranges for place in one] == list(range(10_001))
    assert 10 <= len(ranges) <= 12
    assert len(shards) == len(ranges) + 1
    assert len(plan([str(tmp_path / "a.warc.gz")], slice_bytes=1)) <= 32


def test_a_plan_takes_the_place_of_what_it_has_of_an_earlier_one(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.zip").write_text("x")
    a, b = plan([str(tmp_path)])
    assert merged((a, b), (b,)) == (a, b)
    assert merged((a,), (b, a)) == (b, a)


def test_a_shard_goes_through_json_and_no_other_name_is_taken_for_its_id(tmp_path):
    (tmp_path / "a\udce9.zip").write_text("x")  # a name that is no UTF-8
    (shard,) = plan([str(tmp_path)])
    assert from_plain(to_plain(shard)) == shard
    with pytest.raises(ValueError, match="id of another"):
        from_plain({**to_plain(shard), "id": "../../etc/evil"})


@pytest.mark.parametrize("source", ["-", "https://gull.example/", "HTTP://gull.example/"])
def test_what_cannot_be_read_again_is_refused(source):
    with pytest.raises(ConfigError, match="is no file"):
        plan([source])
