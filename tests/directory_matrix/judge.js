// The matrix as HTML and as SVG, judged by tools that nobody here wrote.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { XMLValidator, XMLParser } from 'fast-xml-parser';
import { HtmlValidate } from 'html-validate';
import { JSDOM } from 'jsdom';

const base = process.argv[2];
const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'], root: true });

async function read(form, locale) {
  const answer = await fetch(`${base}/services/v1/matrix${form}?locale=${locale}`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-language'), locale);
  return answer.text();
}

/// What stands in the table, as a browser has it.
function table(fragment) {
  const { document } = new JSDOM(fragment).window;
  const rows = [...document.querySelectorAll('tbody tr')];
  return {
    columns: [...document.querySelectorAll('thead th[scope=col]')].map((head) => head.textContent),
    names: rows.map((row) => row.querySelector('th[scope=row]').textContent),
    spoken: rows.map((row) => [...row.querySelectorAll('td .tandem-matrix-spoken')].map((cell) => cell.textContent)),
  };
}

async function accessible(fragment, locale) {
  const page = `<!DOCTYPE html><html lang="${locale}"><head><title>Matrix</title></head><body><main><h1>Matrix</h1>${fragment}</main></body></html>`;
  const { window } = new JSDOM(page, { runScripts: 'outside-only' });
  window.eval(axe.source);
  // Colours are those of the page that the fragment is put into.
  const { violations, passes } = await window.axe.run(window.document, { rules: { 'color-contrast': { enabled: false } } });
  assert.deepEqual(Array.from(violations, ({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  assert.ok(passes.some(({ id }) => id === 'td-has-header' || id === 'scope-attr-valid'), 'axe has looked at the table');
}

const told = validator.validateStringSync('<table><tr><td scope="row">x</table>');
assert.ok(!told.valid, 'the validator tells wrong HTML from right');
assert.notEqual(XMLValidator.validate('<svg><g></svg>'), true, 'and the parser wrong XML');

for (const [locale, unknown] of [['nl', 'niet bekend of de dienst deze groep helpt'], ['fr', 'on ne sait pas si le service aide ce public']]) {
  const fragment = await read('.html', locale);
  const report = await validator.validateString(fragment);
  assert.ok(report.valid, JSON.stringify(report.results.flatMap(({ messages }) => messages), null, 2));
  assert.ok(!/<script|<style|\son\w+=|\sstyle=/.test(fragment));
  await accessible(fragment, locale);

  const data = JSON.parse(await read('', locale));
  const shown = table(fragment);
  assert.deepEqual(shown.columns.slice(1), data.columns.map(({ name }) => name));
  assert.equal(shown.names.length, data.rows.length);
  data.rows.forEach((row, number) => {
    assert.ok(shown.names[number].startsWith(row.name));
    row.cells.forEach((cell, column) => assert.equal(shown.spoken[number][column] === unknown, cell === null));
  });
  assert.ok(shown.spoken.flat().includes(unknown), 'what is not known is said not to be known');

  const svg = await read('.svg', locale);
  assert.equal(XMLValidator.validate(svg), true);
  const picture = new XMLParser({ ignoreAttributes: false }).parse(svg).svg;
  assert.equal(picture['@_role'], 'img');
  assert.equal(picture['@_xml:lang'], locale);
  assert.equal(picture.title['#text'], data.title);
  for (const row of data.rows) assert.ok(picture.desc['#text'].includes(row.name), row.name);
  assert.deepEqual(picture['@_aria-labelledby'].split(' '), [picture.title['@_id'], picture.desc['@_id']]);
}
console.log('directory_matrix: passed');
