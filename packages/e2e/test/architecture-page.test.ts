import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { rooms } from '../src/arrows/rooms.js'

const root = new URL('../../../', import.meta.url)
const page = readFileSync(new URL('docs/architecture.md', root), 'utf8')

/** The rows of a step: its number, its files, and the function of each file. */
const STEP = /^\| (\d+) \| (.+?) \| (.+?) \| .+ \|$/gm

/** The paths of the links in a text, from the root. */
const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)]+\.ts)\)/g)].map(([, path = '']) => posix.join('docs', path))

const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

/** The names that a source exports. */
function exportsOf(path: string): readonly string[] {
  const { module } = parseSync(path, readFileSync(new URL(path, root), 'utf8'))
  return module.staticExports.flatMap(({ entries }) => entries.map(({ exportName }) => exportName.name ?? ''))
}

const steps = [...page.matchAll(STEP)].map(([, number = '', files = '', names = '']) => ({
  number: Number(number),
  files: linksIn(files),
  names: codeIn(names),
}))

/** The section of each table, in which the steps are numbered. */
const sections = ['## One token request', '## One revocation']

/** The folders in the first column of a section's table. */
function foldersIn(heading: string): readonly string[] {
  const [, section = ''] = page.split(`\n${heading}\n`)
  const [table = ''] = section.split('\n## ')
  return [...table.matchAll(/^\| `([\w-]+)\/` \|/gm)].map(([, name = '']) => name)
}

describe('docs/architecture.md', () => {
  it('numbers the steps of each section from 1', () => {
    const starts = steps.flatMap(({ number }, at) => (number === 1 ? [at] : []))
    expect(sections.filter(heading => page.includes(`\n${heading}\n`))).toEqual(sections)
    expect(starts).toHaveLength(sections.length)
    const lengths = starts.map((start, at) => (starts[at + 1] ?? steps.length) - start)
    expect(steps.map(({ number }) => number)).toEqual(
      lengths.flatMap(length => Array.from({ length }, (_, at) => at + 1)),
    )
  })

  it.each(steps)('names files that exist, and what they export: step $number, $names', ({ files, names }) => {
    expect(files.length).toBeGreaterThan(0)
    expect(names).toHaveLength(files.length)
    expect(files.map((path, at) => [path, exportsOf(path).includes(names[at] ?? '')])).toEqual(
      files.map(path => [path, true]),
    )
  })

  it('names only files that exist', () => {
    expect(linksIn(page).filter(path => !existsSync(new URL(path, root)))).toEqual([])
    const linked = new Set(linksIn(page).map(path => posix.basename(path)))
    const named = codeIn(page).filter(code => /^[\w-]+\.ts$/.test(code))
    const entries = ['adapter.ts', 'store.ts']
    expect(named.filter(name => !linked.has(name) && !entries.includes(name))).toEqual([])
  })

  it('lists the rooms in their order', () => {
    expect(foldersIn('## The rooms of core')).toEqual(rooms)
  })

  it('lists the folders of the emulator', () => {
    const entries = readdirSync(new URL('packages/emulator/src', root), { withFileTypes: true })
    const folders = entries.filter(entry => entry.isDirectory()).map(({ name }) => name)
    expect([...foldersIn('## The folders of the emulator')].sort()).toEqual(folders.sort())
  })
})
