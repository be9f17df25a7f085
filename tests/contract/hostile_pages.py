"""Things that arrive and were made to do harm: small, and each as it could really be sent."""

import zlib

STORY = "Mayor says dam is safe\n\nThe mayor of Exampleton said on Monday that the dam was safe.\n\n“It is,” she said.\n"


def pdf(content: bytes, filters: str = "/FlateDecode") -> bytes:
    """A PDF of one page with that stream as its content."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return written(objects)


def written(objects: list[bytes]) -> bytes:
    """Objects of a PDF, numbered from 1, as a file."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def slow_pdf() -> bytes:
    """Under 200 kB that pdfminer.six works on for minutes: two million pieces of text."""
    return pdf(zlib.compress(b"BT /F1 12 Tf 72 720 Td " + b"(a) Tj " * 2_000_000 + b"ET", 9))


def pdf_bomb(size: int = 1 << 30) -> bytes:
    """A few kB that unpack to 1 GiB, by one compression within another."""
    piece = bytes(1 << 20)
    inner = zlib.compressobj(1)
    packed = b"".join(inner.compress(piece) for _ in range(size >> 20)) + inner.flush()
    return pdf(zlib.compress(packed, 9), "/FlateDecode /FlateDecode")


def looping_pdf() -> bytes:
    """A tree of pages that is its own branch, and a stream whose length is itself."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 9999999 /Parent 2 0 R >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox 3 0 R >>",
            b"<< /Length 4 0 R >>\nstream\nBT (x) Tj ET\nendstream",
        ]
    )


def deep_pdf() -> bytes:
    """Arrays inside arrays, 200,000 deep."""
    return written([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 200_000 + b"]" * 200_000])
