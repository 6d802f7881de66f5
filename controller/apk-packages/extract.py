"""Takes one file out of a package: extract.py PACKAGE MEMBER TARGET MAX_BYTES.

npm packages and Python source packages hold everything in one folder, whose name is left out of MEMBER; wheels do not.
Ends with 3 when the package has no such file, with 4 when it is larger than MAX_BYTES.
"""

import shutil
import sys
import tarfile
import zipfile

NO_SUCH_FILE = 3
TOO_LARGE = 4


def open_member(package, member):
    """A readable file and its size, or None."""
    if zipfile.is_zipfile(package):
        archive = zipfile.ZipFile(package)
        if member not in archive.namelist():
            return None
        return archive.open(member), archive.getinfo(member).file_size
    archive = tarfile.open(package)
    for entry in archive:
        if entry.isreg() and entry.name.partition("/")[2] == member:
            return archive.extractfile(entry), entry.size
    return None


def main(package, member, target, max_bytes):
    found = open_member(package, member)
    if found is None:
        return NO_SUCH_FILE
    source, size = found
    if size > int(max_bytes):
        return TOO_LARGE
    with open(target, "wb") as out:
        shutil.copyfileobj(source, out)
    return 0


sys.exit(main(*sys.argv[1:]))
