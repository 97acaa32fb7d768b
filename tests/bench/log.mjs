// Reads what PostgreSQL writes with log_statement = all: [{ process, sql, values }], a value is a string or null.
export function statements(log) {
  const all = [];
  let lines = [];
  const records = [];
  for (const line of log.split('\n'))
    if (line.startsWith('\t')) lines.push(line.slice(1));
    else records.push(lines = [line]);
  for (const [first, ...rest] of records) {
    const text = [first, ...rest].join('\n');
    const [, process, sql] = / \[(\d+)\] LOG: {2}(?:execute [^:]+|statement): ([^]*)$/.exec(text) ?? [];
    if (sql !== undefined) all.push({ process, sql, values: [] });
    const [, of, given] = / \[(\d+)\] DETAIL: {2}parameters: ([^]*)$/.exec(text) ?? [];
    const last = all.findLast((statement) => statement.process === of);
    if (given !== undefined && last !== undefined) last.values = values(given);
  }
  return all;
}

// $1 = 'it''s', $2 = NULL
function values(given) {
  return [...given.matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g)].map(([, text]) => text === undefined ? null : text.replaceAll("''", "'"));
}
