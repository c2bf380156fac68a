import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

// Writes the test of the installed README for both runners: as it is for vitest, and for Jest, which has `test` and
// `expect` of its own, in CommonJS.
const readme = readFileSync('node_modules/@stream-token/emulator/README.md', 'utf8')
const example = [...readme.matchAll(/^```ts\n(.*?)^```/gms)]
  .map(([, code]) => code)
  .find(code => code.includes(`from 'vitest'`))
if (example === undefined) throw new Error('The README has no example with a test.')

const lines = example.split('\n').filter(line => line.trim() !== '')
if (lines.length > 20) throw new Error(`The example has ${lines.length} lines, more than 20.`)

const commonJs = example
  .replace(/^import .* from 'vitest'\n/m, '')
  .replace(/^import (\{.*\}) from ('.*')$/gm, 'const $1 = require($2)')
for (const [folder, name, code] of [
  ['vitest', 'readme.test.mjs', example],
  ['jest', 'readme.test.cjs', commonJs],
]) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}`, code)
}
