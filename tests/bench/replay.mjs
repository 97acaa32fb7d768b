// Writes what PostgreSQL's log says it was sent as a script for pgbench; with -M prepared it does the same again. Prints
// the options that give pgbench the values, one a line. usage:
//   replay.mjs statement LOG PATTERN SCRIPT      the one statement that matches
//   replay.mjs publication LOG ENTRIES SCRIPT    the transaction that published, of one of so many generated notes
import { readFileSync, writeFileSync } from 'node:fs';
import { statements } from './log.mjs';

const [kind, log, argument, script] = process.argv.slice(2);
const all = statements(readFileSync(log, 'utf8'));
const options = [], lines = [];
// The number of a variable that holds the value.
const variable = (value) => options.push(value) - 1;
// What no option of pgbench can say.
const literal = (value) => (value === null ? 'null' : value === '' ? "''" : undefined);
// Adds a statement; `shown` writes a value.
function add({ sql, values }, shown = (value) => literal(value) ?? `:v${variable(value)}`, end = ';') {
  lines.push(sql.replaceAll(/\$(\d+)/g, (_, number) => shown(values[number - 1])).replaceAll('\n', ' ') + end);
}

if (kind === 'statement') {
  const found = all.filter(({ sql }) => new RegExp(argument).test(sql));
  if (found.length !== 1) throw new Error(`${found.length} statements match ${argument}`);
  add(found[0]);
} else {
  const publishes = ({ sql }) => sql.includes('refresh_published(');
  const { process } = all.find(publishes);
  const mine = all.filter((statement) => statement.process === process), at = mine.findIndex(publishes);
  const begin = mine.findLastIndex(({ sql }, n) => n < at && sql === 'BEGIN');
  const end = mine.findIndex(({ sql }, n) => n > at && sql === 'COMMIT');
  const transaction = mine.slice(begin, end + 1);
  const { values } = transaction.find(({ sql }) => sql.startsWith('insert into bundle'));
  const [bundle, instant] = [values[0], values[4]];
  const [entry] = transaction.find(({ sql }) => sql.includes('from entry where id = $1 for update')).values;
  const [, number] = transaction.find(({ sql }) => sql.includes('update audit_end')).values;
  // What differs each time: the entry, the bundle, the instant, the number of the audit's line.
  const changing = [[entry, 'entry'], [bundle, 'bundle'], [instant, 'instant'], [number, 'next']];
  const shown = (value) => {
    if (literal(value)) return literal(value);
    for (const [was, name] of changing) if (value === was) return `:${name}`;
    const constant = `:v${variable(value)}`;
    let expression = `${constant}::text`;
    for (const [was, name] of changing.slice(0, 2))
      if (value.includes(was)) expression = `replace(${expression}, :v${variable(was)}, :${name}::text)`;
    if (value.includes(`"number": ${number}`))
      expression = `replace(${expression}, :v${variable(`"number": ${number}`)}, :v${variable('"number": ')} || :next::text)`;
    return expression.startsWith('replace') ? expression : constant;
  };
  lines.push(`select bench.id((1 + random() * (${argument} - 1))::bigint) as entry, gen_random_uuid() as bundle \\gset`);
  for (const statement of transaction)
    if (statement.sql.includes('clock_timestamp()')) add({ sql: 'select clock_timestamp() as instant' }, undefined, ' \\gset');
    else if (statement.sql.includes('from audit_end for update')) {
      add(statement, shown, ' \\gset');
      lines.push('\\set next :number + 1');
    } else add(statement, shown);
}
writeFileSync(script, `${lines.join('\n')}\n`);
options.forEach((value, n) => console.log(`-Dv${n}=${value}`));
