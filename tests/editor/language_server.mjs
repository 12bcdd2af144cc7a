// Drives yaml-language-server over stdio as an editor does: what it completes, checks and tells in
// files of a ruleset with the schema of `scrub schema`.
//
//   node tests/editor/language_server.mjs SCRUB SERVER    (tests/editor/run.sh gets the server)
//
// A case is a file with `|` where the cursor is. It says what must be among the completions there
// (`offers`), what must not (`hides`), what the pointer must be told (`tells`); or, without a cursor,
// the lines and words of the diagnostics (`wrong`), `[]` for none.
import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [scrub, server] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'scrub_schema_'));
const schemaPath = join(folder, 'ruleset.schema.json');
writeFileSync(schemaPath, execFileSync(scrub, ['schema', '--rulesets', 'rulesets'], {maxBuffer: 1 << 26}));

const rule = `rules:
  - id: ACME.VISIT
    title: A visit
    severity: warn
    message: "{procedure_code}"
`;
const override = `overrides:
  - id: ACME-1
    reason: bulletin
    owner: policy@acme.example
    suppress: true
`;
const cases = [
  {name: 'keys of a new file', text: '|', offers: ['rules', 'lists', 'overrides', 'tests', 'layer']},
  {name: 'keys of a file of rules', text: 'rules: []\n|', offers: ['lists', 'conditions', 'overrides'], hides: ['rules']},
  {name: 'keys of a rule', text: rule + '    |', offers: ['when', 'with_line', 'fix', 'examples', 'unless'], hides: ['title', 'suppress']},
  {name: 'severities', text: rule.replace('warn', '|'), offers: ['deny', 'reject', 'advise'], hides: ['ACME.VISIT']},
  {name: 'fields', text: rule + '    when:\n      |', offers: ['procedure_code', 'patient.sex', 'rendering.taxonomy_code', 'any', 'count_lines']},
  {name: 'names of lists', text: rule + '    when:\n      procedure_code: |', offers: ['evaluation_and_management', 'vaccine_products']},
  {name: 'lists in a list', text: rule + '    when:\n      modifiers:\n        none_of:\n          - |', offers: ['ncci_modifiers']},
  {name: 'words of a field', text: rule + '    when:\n      patient.sex: |', offers: ['female', 'male']},
  {name: 'comparisons', text: rule + '    when:\n      units:\n        |', offers: ['at_least', 'more_than', 'between'], hides: ['before']},
  {name: 'what lines share', text: rule + '    with_line:\n      same:\n        - |', offers: ['service_date', 'rendering_provider']},
  {name: 'built-ins', text: rule + '    use: |', offers: ['NCCI.PTP', 'PROV.NPI_LUHN']},
  {name: 'parameters of a built-in', text: rule + '    use: NCCI.MUE\n    parameters:\n      |', offers: ['provider_scope', 'component_modifiers'], hides: ['bypass_side']},
  {name: 'rules to override', text: override + '    select:\n      rule: |', offers: ['NCCI.PTP', 'MOD.MUTEX.SIDES']},
  {name: 'families to override', text: override + '    select:\n      family: |', offers: ['NCCI', 'COMMERCIAL.MODIFIER']},
  {name: 'layers', text: 'id: acme\nlayer: |', offers: ['national', 'tenant_payer']},
  {name: 'claims of examples', text: rule + '    examples:\n      - fires:\n          |', offers: ['lines', 'place_of_service', 'patient', 'on']},
  {name: 'rules in tests', text: 'tests:\n  - name: t\n    findings:\n      - rule: |', offers: ['NCCI.MUE']},
  {name: 'what a field means', text: rule + '    when:\n      place_of_ser|vice: ["11"]\n', tells: 'SV105'},
  {name: 'what a key means', text: rule + '    unl|ess:\n      place_of_service: ["11"]\n', tells: 'bypassed'},
  {name: 'a sound rule', text: rule + '    when: {procedure_code: "99213", units: {more_than: 1}}\n', wrong: []},
  {name: 'an unknown key', text: rule + '    wen: {units: 1}\n', wrong: [[5, 'wen']]},
  {name: 'an unknown field', text: rule + '    when: {place_of_servce: ["11"]}\n', wrong: [[5, 'place_of_servce']]},
  {name: 'an unknown list', text: rule + '    when:\n      procedure_code: no_such_list\n', wrong: [[6, '']]},
  {name: 'an unknown severity', text: rule.replace('warn', 'wran'), wrong: [[3, '']]},
  {name: 'an unknown rule', text: override + '    select: {rule: NO.SUCH.RULE}\n', wrong: [[5, '']]},
];

// --- the protocol ---

const child = spawn(process.execPath, [server, '--stdio'], {stdio: ['pipe', 'pipe', 'inherit']});
const waiting = new Map();
const published = new Map();
let nextId = 1;
let pending = Buffer.alloc(0);

function send(message) {
  const body = JSON.stringify({jsonrpc: '2.0', ...message});
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
function request(method, params) {
  const id = nextId++;
  send({id, method, params});
  return new Promise((resolve) => waiting.set(id, resolve));
}
function receive(message) {
  if (message.method === 'textDocument/publishDiagnostics') {
    published.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method === 'workspace/configuration') {
    const yaml = {validate: true, completion: true, hover: true, schemas: {[pathToFileURL(schemaPath)]: ['*.yaml']}, schemaStore: {enable: false}};
    send({id: message.id, result: message.params.items.map((item) => (item.section === 'yaml' ? yaml : {}))});
  } else if (message.id !== undefined && message.method !== undefined) {
    send({id: message.id, result: null});
  } else if (waiting.has(message.id)) {
    waiting.get(message.id)(message.result);
    waiting.delete(message.id);
  }
}
child.stdout.on('data', (data) => {
  pending = Buffer.concat([pending, data]);
  for (;;) {
    const head = pending.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(pending.subarray(0, head).toString())[1]);
    if (pending.length < head + 4 + length) return;
    const body = pending.subarray(head + 4, head + 4 + length).toString();
    pending = pending.subarray(head + 4 + length);
    receive(JSON.parse(body));
  }
});
setTimeout(() => {
  console.error('the language server does not answer');
  process.exit(1);
}, 120_000).unref();

// --- the cases ---

await request('initialize', {
  processId: process.pid,
  rootUri: pathToFileURL(folder).href,
  capabilities: {
    workspace: {configuration: true},
    textDocument: {completion: {completionItem: {snippetSupport: true}}, hover: {contentFormat: ['markdown']}},
  },
});
send({method: 'initialized', params: {}});

// Until it has its settings it knows no schema; then it sees that this file is wrong.
const warmUp = pathToFileURL(join(folder, 'warm_up.yaml')).href;
const ready = new Promise((resolve) => published.set(warmUp, (found) => found.length > 0 && resolve()));
send({method: 'textDocument/didOpen', params: {textDocument: {uri: warmUp, languageId: 'yaml', version: 1, text: 'rule: []\n'}}});
await ready;

let failures = 0;
function check(holds, one, text) {
  if (holds) return;
  failures++;
  console.error(`${one.name}: ${text}`);
}
for (const [index, one] of cases.entries()) {
  const uri = pathToFileURL(join(folder, `case_${index}.yaml`)).href;
  const at = one.wrong ? -1 : one.text.indexOf('|');
  const before = at < 0 ? '' : one.text.slice(0, at);
  const text = at < 0 ? one.text : before + one.text.slice(at + 1);
  const position = {line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1};
  const diagnostics = new Promise((resolve) => published.set(uri, resolve));
  send({method: 'textDocument/didOpen', params: {textDocument: {uri, languageId: 'yaml', version: 1, text}}});
  if (one.wrong) {
    const found = await diagnostics;
    const told = found.map((d) => `${d.range.start.line}: ${d.message}`).join('; ');
    check(found.length > 0 === one.wrong.length > 0, one, `diagnostics: ${told}`);
    for (const [line, word] of one.wrong) {
      const holds = found.some((d) => d.range.start.line === line && (d.message + text.split('\n')[line]).includes(word));
      check(holds, one, `nothing about line ${line} and \`${word}\`: ${told}`);
    }
  } else if (one.tells) {
    const hover = await request('textDocument/hover', {textDocument: {uri}, position});
    const told = JSON.stringify(hover?.contents ?? '');
    check(told.includes(one.tells), one, `told ${told}`);
  } else {
    const result = await request('textDocument/completion', {textDocument: {uri}, position});
    const labels = (result?.items ?? result ?? []).map((item) => item.label);
    for (const label of one.offers) check(labels.includes(label), one, `\`${label}\` is not offered: ${labels.slice(0, 40)}`);
    for (const label of one.hides ?? []) check(!labels.includes(label), one, `\`${label}\` is offered`);
  }
}
console.log(`${cases.length} cases, ${failures} failures`);
child.kill();
process.exit(failures === 0 ? 0 : 1);
