"""With Debian's translate-toolkit. usage:
toolkit.py fill FROM.xlf TO.xlf    our XLIFF 2.1 as the toolkit's XLIFF 1.2, with a target for every source
toolkit.py edit FILE.xlf           reads a file of the toolkit's again, changes one target, saves it
"""

import sys
import xml.etree.ElementTree as ElementTree

from translate.storage import factory, xliff
from translate.storage.placeables import StringElem
from translate.storage.placeables.xliff import G, X

NAMESPACE = "{urn:oasis:names:tc:xliff:document:2.0}"


def elements(node):
    """The content of a source as the toolkit's elements."""
    parts = [node.text or ""]
    for child in node:
        if child.tag == NAMESPACE + "pc":
            parts.append(G(id=child.get("id"), sub=elements(child)))
        elif child.tag == NAMESPACE + "ph":
            parts.append(X(id=child.get("id")))
        else:
            sys.exit(f"an element that was not expected: {child.tag}")
        parts.append(child.tail or "")
    return [part if isinstance(part, StringElem) else StringElem(part) for part in parts if part]


def fill(source, target):
    root = ElementTree.parse(source).getroot()
    store = xliff.xlifffile()
    for file in root.iter(NAMESPACE + "file"):
        for unit in file.iter(NAMESPACE + "unit"):
            for segment in unit.iter(NAMESPACE + "segment"):
                store.switchfile(file.get("original"), createifmissing=True)
                made = store.UnitClass("")
                store.addunit(made)
                made.rich_source = [StringElem(elements(segment.find(NAMESPACE + "source")))]
                made.rich_target = [StringElem(elements(segment.find(NAMESPACE + "source")))]
                made.setid(f"{unit.get('id')}/{segment.get('id')}")
                made.markfuzzy(False)
    store.setsourcelanguage(root.get("srcLang"))
    store.settargetlanguage(root.get("trgLang"))
    for node in store.document.getroot().iter("{%s}file" % store.namespace):
        node.set("source-language", root.get("srcLang"))
        node.set("target-language", root.get("trgLang"))
    store.savefile(target)


def edit(path):
    store = factory.getobject(path)
    changed = 0
    for unit in store.units:
        if unit.source == "Verdachten":
            unit.target = "Inculpés (é, œ, ’)"
            changed += 1
    if changed != 1:
        sys.exit(f"{changed} units say Verdachten")
    store.save()


if __name__ == "__main__":
    {"fill": fill, "edit": edit}[sys.argv[1]](*sys.argv[2:])
