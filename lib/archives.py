"""What a zip file that is not whole, or not a zip file at all, raises while it is read."""

import zipfile
import zlib

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""The standard library has no one name for it: a wrong checksum, a torn stream, an unknown packing, a password, a
negative offset and a seek beyond the end each raise something else."""
