"""Reads and writes TMX with Debian's translate-toolkit.

toolkit.py EXPORTED WRITTEN     checks what Tandem exported, and writes a memory of its own
toolkit.py --same ONE OTHER     both files say the same
"""
import sys
import xml.etree.ElementTree

from translate.storage.tmx import tmxfile


def pairs(path):
    """What the toolkit reads: source and target of each unit, in Dutch and French."""
    read = []
    with open(path, 'rb') as file:
        for unit in tmxfile.parsefile(file).units:
            texts = {node.get('{http://www.w3.org/XML/1998/namespace}lang'): ''.join(node.find('seg').itertext())
                     for node in unit.getlanguageNodes()}
            read.append((texts['nl'], texts['fr']))
    return sorted(read)


if sys.argv[1] == '--same':
    one, other = pairs(sys.argv[2]), pairs(sys.argv[3])
    if one != other:
        sys.exit(f'{one}\n{other}')
    sys.exit(0)

exported, written = sys.argv[1:]
units = len(xml.etree.ElementTree.parse(exported).findall('./body/tu'))
read = pairs(exported)
assert len(read) == units > 200, (len(read), units)
assert ('We kennen de juiste dag niet.', 'Nous ne connaissons pas le jour exact.') in read
assert any('**' in dutch and '**' in french for dutch, french in read), 'Markdown stands in the codes'

memory = tmxfile()
for dutch, french in [('De griffie is gesloten.', 'Le greffe est fermé.'),
                      ('“Œuvre” & <familie>', '« Œuvre » & <famille>'),
                      ('Bezoek: 9–12 uur', 'Visites : 9 h–12 h')]:
    memory.addtranslation(dutch, 'nl', french, 'fr')
with open(written, 'wb') as file:
    memory.serialize(file)
