// Runs the README: every ```bash block, in order, in one shell. Where a ```text block follows at once, it is what the
// commands print; "…" stands for anything. usage: node run.mjs README BUILD DATA PORT [--update]
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [readme, build, data, port, update] = process.argv.slice(2);
const source = readFileSync(readme, 'utf8');
const blocks = [...source.matchAll(/^```bash\n(.*?)^```\n(?:\n*```text\n(.*?)^```\n)?/gms)].map((match) => ({
  commands: match[1],
  expected: match[2],
  text: match[0],
}));
if (blocks.length === 0) throw new Error('the README has no commands');

// The plugin that is shown is the one that the tests build.
for (const [, file, code] of source.matchAll(/^`(tests\/plugins\/[a-z_]+\.(?:cpp|txt))`:\n\n```[a-z]+\n(.*?)^```\n/gms))
  if (readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8') !== code) throw new Error(`${file} is not as the README shows it`);

const address = '127.0.0.1:8080';

// The same commands on this machine's build, data folder and port.
const here = (commands) =>
  commands
    .replaceAll(/(\$PWD\/)?build\/release/g, build)
    .replaceAll(address, `127.0.0.1:${port}`)
    .replaceAll(/\bvar\//g, `${data}/`)
    // last, so that nothing in these paths is replaced again
    .replaceAll(/^deploy\/quickstart.*$/gm, `deploy/quickstart --build ${build} --data ${data} --port ${port} > /dev/null`);

const mark = (number) => `===== block ${number} =====`;
const script = ['set -euo pipefail', `export TANDEM_DATA=${data} TANDEM_HTTP_PORT=${port}`]
  .concat(blocks.map((block, number) => `echo '${mark(number)}'\n${here(block.commands)}`))
  .join('\n');
const ran = spawnSync('bash', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
const outputs = blocks.map((_, number) => {
  const after = ran.stdout.split(`${mark(number)}\n`)[1];
  return after === undefined ? undefined : after.split('===== block')[0];
});

const pattern = (text) =>
  new RegExp(`^${text.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '[^\\n]*')}$`);
let wrong = 0;
let updated = source;
blocks.forEach((block, number) => {
  const output = outputs[number]?.replaceAll(`127.0.0.1:${port}`, address);
  if (output === undefined || (block.expected !== undefined && !pattern(block.expected).test(output.trimEnd()))) {
    wrong += 1;
    console.error(`block ${number}:\n${block.commands}should print:\n${block.expected ?? ''}prints:\n${output}\n`);
    if (update && output !== undefined)
      updated = updated.replace(block.text, () => block.text.replace(/```text\n.*?^```/ms, () => `\`\`\`text\n${output.trimEnd()}\n\`\`\``));
  }
});
if (update) writeFileSync(readme, updated);
if (ran.status !== 0) console.error(`the commands ended with ${ran.status ?? ran.signal}:\n${ran.stderr.slice(-2000)}`);
if (wrong > 0 || ran.status !== 0) process.exit(1);
console.log(`readme: passed (${blocks.length} blocks of commands)`);
