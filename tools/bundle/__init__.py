"""A house for a machine without internet: everything it needs in one file, and what to look at
before it starts ([decision 47](docs/decisions/0047-a-bundle-for-a-machine-without-internet.md)).

    making.py     puts it together where there is a network: source, wheels, checksums, a signature
    wheels.py     which wheels there are for which machine, and what they ask of it
    unpacked.py   what lies in an unpacked one, and whether it is still as it was made
    machine.py    whether this machine will do, and what to do if not

Standard library only.
"""
