import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Writes a module an entry point that exports anew, as types, all that it exports: so none can be missing, or lean on
// what this compiler does not know.
const packages = JSON.parse(readFileSync('package.json', 'utf8')).tarballs
mkdirSync('src/entries', { recursive: true })
for (const name of packages) {
  const home = join('node_modules/@stream-token', name)
  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  for (const [path, { import: entry }] of Object.entries(exports)) {
    if (entry === undefined) continue
    const text = readFileSync(join(home, entry.types), 'utf8')
    const names = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) => list.split(','))
    const plain = names.map(each => each.trim().replace(/^type /, '')).filter(each => each !== '')
    if (plain.length === 0) throw new Error(`${name}: ${path} exports nothing by name`)
    const file = `src/entries/${[name, ...path.split('/').slice(1)].join('-')}.ts`
    writeFileSync(file, `export type { ${plain.join(', ')} } from '@stream-token/${name}${path.slice(1)}'\n`)
  }
}
