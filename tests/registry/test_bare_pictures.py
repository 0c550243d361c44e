"""A picture is kept without what the camera wrote beside it."""

import pytest

from diplomacy.registry.bare_pictures import (
    MOST_PARTS,
    DamagedPicture,
    bare,
    is_bare,
    length,
    orientation,
)
from diplomacy.registry.photographs import picture_size
from tests import builders
from tests.pictures import NOTES, POSITION, chunk, exif, jpeg, png, segment, taken


@pytest.mark.parametrize("scans", [1, 4])
def test_a_jpeg_keeps_what_shows_it_and_nothing_else(scans):
    given = jpeg(*NOTES, scans=scans) + jpeg(*NOTES)  # telephones put a second picture after it
    assert taken(given) == jpeg(scans=scans).replace(b"\xff\xff\xdb", b"\xff\xdb")
    assert length(bare(given)) == len(taken(given))


@pytest.mark.parametrize("how", [3, 6, 8])
def test_a_picture_taken_on_its_side_still_says_so(how):
    kept = taken(jpeg(exif(how)))
    assert POSITION not in kept
    assert orientation(kept[12:]) == how
    assert taken(kept) == kept


@pytest.mark.parametrize("how", [3, 6, 8])
def test_a_png_on_its_side_still_says_so(how):
    said = chunk(b"eXIf", exif(how)[10:])
    for given in (png(said, width=2), png(width=2)[:-12] + said + png()[-12:]):
        kept = taken(given)
        assert POSITION not in kept
        assert orientation(kept[41:]) == how
        assert is_bare(kept, bare(kept))
        size = picture_size(builders.upload("a.png", kept))
        assert size == ((2, 1) if how == 3 else (1, 2))


def test_a_way_of_holding_that_there_is_not_is_left_out():
    assert b"Exif" not in taken(jpeg(exif(9)))


def test_a_png_keeps_what_shows_it_and_nothing_else():
    notes = [
        chunk(b"eXIf", POSITION),
        chunk(b"tEXt", b"Comment\0" + POSITION),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + POSITION),
        chunk(b"prVt", POSITION),
    ]
    assert taken(png(*notes) + POSITION) == png()


@pytest.mark.parametrize("whole", [jpeg(exif(6)), png()], ids=["JPEG", "PNG"])
def test_a_picture_that_ends_too_soon_is_damaged(whole):
    for end in range(2, len(whole) - 1):
        with pytest.raises(DamagedPicture):
            bare(whole[:end])


@pytest.mark.parametrize(
    "content", [b"\xff\xd8" + b"\xff" * 40, b"\xff\xd8\xff\xe1\0\0", b"\xff\xd8\0\xff\xd9"]
)
def test_what_is_no_chain_of_segments_is_damaged(content):
    with pytest.raises(DamagedPicture):
        bare(content)


def test_the_small_picture_of_a_jpeg_goes_and_its_shape_stays():
    small = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"\x12\x34\x56")
    plain = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    given = jpeg()
    kept = taken(given.replace(plain, small))
    assert kept == taken(given)
    assert is_bare(kept, bare(kept))


def test_what_follows_the_coding_of_the_colours_goes():
    coding = b"Adobe\0d\0\0\0\0\1"
    assert taken(jpeg(segment(0xEE, coding + POSITION))) == taken(jpeg(segment(0xEE, coding)))


def test_of_a_picture_that_moves_the_first_stays():
    moves = [chunk(b"acTL", bytes(8)), chunk(b"fcTL", bytes(26)), chunk(b"fdAT", bytes(9))]
    assert taken(png(*moves)) == png()


@pytest.mark.parametrize("given", [jpeg(exif(6), scans=3), png()], ids=["JPEG", "PNG"])
def test_a_bare_picture_stays_as_it_is(given):
    kept = taken(given)
    assert is_bare(kept, bare(kept))
    for noted in (kept + b"x", jpeg(*NOTES), png(chunk(b"eXIf", POSITION))):
        assert not is_bare(noted, bare(noted))


def test_what_else_stands_in_the_place_of_how_it_was_held_is_no_bare_picture():
    kept = taken(jpeg(exif(6)))
    place = kept.index(b"MM\0*")
    other = kept[:place] + b"II" + kept[place + 2 :]
    assert len(taken(other)) != len(other) or taken(other) != other
    assert not is_bare(other, bare(other))


def test_very_many_parts_cost_little_and_are_refused_beyond_a_limit():
    few = png(*[chunk(b"tRNS", b"")] * 2000)
    assert len(bare(few)) == 1
    noted = chunk(b"tEXt", b"") + chunk(b"tRNS", b"")
    for many in (png(noted * MOST_PARTS), jpeg(segment(0xDB, b"") * MOST_PARTS)):
        with pytest.raises(DamagedPicture):
            bare(many)


def test_exif_that_says_nothing_is_upright():
    assert orientation(b"") == orientation(b"MM\0*\xff\xff\xff\xff") == 1
