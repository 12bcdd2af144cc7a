"""Writes 837 files to answer: some as they should be, some with one fault each.

    generate_837.py FOLDER            the files of run.sh
    generate_837.py FILE CLAIMS       one professional file of so many claims of four lines
"""

import os
import sys

SENDER, RECEIVER = "SENDERID", "RECEIVERID"
PROFESSIONAL, INSTITUTIONAL = "005010X222A1", "005010X223A2"


class Writer:
    """Segments with the separators of one interchange, and the counts its trailers need."""

    def __init__(self, separators="*:^~", newline="\n"):
        self.element, self.component, self.repetition, self.terminator = separators
        self.newline = newline
        self.text = []
        self.segments = 0

    def add(self, *elements):
        line = self.element.join(elements).rstrip(self.element)
        self.text.append(line.replace(":", self.component) + self.terminator + self.newline)
        self.segments += 1

    def isa(self, control, asks=False):
        e = self.element
        self.text.append(
            f"ISA{e}00{e}{'':10}{e}00{e}{'':10}{e}ZZ{e}{SENDER:15}{e}ZZ{e}{RECEIVER:15}{e}240513"
            f"{e}1200{e}{self.repetition}{e}00501{e}{control:09}{e}{int(asks)}{e}T{e}"
            f"{self.component}{self.terminator}{self.newline}")

    def iea(self, control, groups=1):
        self.add("IEA", str(groups), f"{control:09}")


def claim(writer, number, guide, lines, charge=100):
    total = str(lines * charge)
    if guide == PROFESSIONAL:
        writer.add("CLM", number, total, "", "", "11:B:1", "Y", "A", "Y", "Y")
        writer.add("HI", "ABK:I10", "ABF:E119")
        writer.add("NM1", "82", "1", "ROE", "RICHARD", "", "", "", "XX", "1245319599")
    else:
        writer.add("CLM", number, total, "", "", "13:A:1", "", "A", "Y", "Y")
        writer.add("DTP", "434", "RD8", "20240510-20240510")
        writer.add("CL1", "3", "1", "01")
        writer.add("HI", "ABK:I10")
        writer.add("NM1", "71", "1", "ROE", "RICHARD", "", "", "", "XX", "1245319599")
    for line in range(1, lines + 1):
        writer.add("LX", str(line))
        code = ("99214", "93000", "36415", "71046")[(line - 1) % 4]
        if guide == PROFESSIONAL:
            writer.add("SV1", f"HC:{code}", str(charge), "UN", "1", "", "", "1:2")
        else:
            writer.add("SV2", "0510", f"HC:{code}", str(charge), "UN", "1")
        writer.add("DTP", "472", "D8", "20240510")
        writer.add("REF", "6R", f"{number}L{line}")


def transaction(writer, control, prefix, guide=PROFESSIONAL, providers=1, claims=2, lines=2,
                fault=""):
    writer.segments = 0
    writer.add("ST", "837", control, guide)
    writer.add("BHT", "0019", "00", f"REF{control}", "20240513", "1200", "CH")
    writer.add("NM1", "41", "2", "SUBMITTER", "", "", "", "", "46", SENDER)
    writer.add("PER", "IC", "DESK", "TE", "5555550100")
    writer.add("NM1", "40", "2", "RECEIVER", "", "", "", "", "46", RECEIVER)
    level = 0
    for provider in range(providers):
        level += 1
        parent = level
        writer.add("HL", str(level), "", "20", "1")
        writer.add("NM1", "85", "2", f"CLINIC {provider}", "", "", "", "", "XX", "1234567893")
        writer.add("N3", "1 MAIN STREET")
        writer.add("N4", "SPRINGFIELD", "IL", "627010001")
        writer.add("REF", "EI", "123456789")
        for number in range(claims):
            level += 1
            writer.add("HL", str(level), str(parent), "22", "0")
            writer.add("SBR", "P", "18", "", "", "", "", "", "", "CI")
            writer.add("NM1", "IL", "1", "DOE", "JANE", "", "", "", "MI", f"M{number:07}")
            writer.add("N3", "2 MAIN STREET")
            writer.add("N4", "SPRINGFIELD", "IL", "62701")
            writer.add("DMG", "D8", "19700101", "F")
            writer.add("NM1", "PR", "2", "PAYER", "", "", "", "", "PI", "PAYER1")
            if fault == "unknown segment" and number == 0:
                writer.add("ZZZ", "1")
            charge = 0 if fault == "no charge" and number == 0 else 100
            claim(writer, f"{prefix}P{provider}C{number}", guide, lines, charge)
    if fault != "no SE":
        count = writer.segments + (7 if fault == "count" else 1)
        writer.add("SE", str(count), "9999" if fault == "control" else control)


def interchange(control, parts, asks=False, separators="*:^~", newline="\n", groups=1):
    """`parts`: for each group the arguments of its transactions."""
    writer = Writer(separators, newline)
    writer.isa(control, asks)
    for number, transactions in enumerate(parts, 1):
        guide = transactions[0].get("guide", PROFESSIONAL)
        writer.add("GS", "HC", SENDER, RECEIVER, "20240513", "1200", str(number), "X", guide)
        for each in transactions:
            transaction(writer, **each)
        writer.add("GE", str(len(transactions)), str(number))
    writer.iea(control, len(parts) if groups == 1 else groups)
    return "".join(writer.text)


def files():
    yield "plain", interchange(1, [[dict(control="0001", prefix="A", providers=3, claims=4)]])
    yield "institutional", interchange(
        2, [[dict(control="0001", prefix="B", guide=INSTITUTIONAL, claims=3)]])
    yield "asked", interchange(3, [[dict(control="0001", prefix="C")]], asks=True)
    yield "several", interchange(
        4, [[dict(control="0001", prefix="D"), dict(control="0002", prefix="E")],
            [dict(control="0001", prefix="F", guide=INSTITUTIONAL)]]) + interchange(
        5, [[dict(control="0001", prefix="G")]], separators="|>!\r", newline="\n")
    yield "one_line", interchange(6, [[dict(control="0001", prefix="H")]], newline="")
    yield "objections", interchange(
        7, [[dict(control="0001", prefix="I", claims=3, fault="no charge")]])
    for number, fault in enumerate(("count", "control", "no SE", "unknown segment"), 8):
        yield fault.replace(" ", "_"), interchange(
            number, [[dict(control="0001", prefix="J"),
                      dict(control="0002", prefix="K", fault=fault),
                      dict(control="0003", prefix="L")]])
    yield "same_control", interchange(
        12, [[dict(control="0001", prefix="M"), dict(control="0001", prefix="N")]])
    yield "dental", interchange(
        13, [[dict(control="0001", prefix="O", guide="005010X224A2")]])
    yield "groups_miscounted", interchange(14, [[dict(control="0001", prefix="P")]], groups=3)


def main():
    if len(sys.argv) == 3:
        with open(sys.argv[1], "w", encoding="ascii") as out:
            out.write(interchange(1, [[dict(control="0001", prefix="X", claims=int(sys.argv[2]),
                                            lines=4)]]))
        return
    for name, text in files():
        with open(os.path.join(sys.argv[1], name + ".837"), "w", encoding="ascii",
                  newline="") as out:
            out.write(text)


if __name__ == "__main__":
    main()
