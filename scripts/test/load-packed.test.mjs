import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { entryPoints, loadPacked } from '../load-packed.mjs'

let project
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'packed-'))
})
afterEach(() => rmSync(project, { recursive: true }))

/** Installs a package whose only entry point is one module. */
function install(source, conditions = { default: './index.js' }) {
  const manifest = { name: 'toy', type: 'module', exports: { '.': conditions } }
  const home = join(project, 'node_modules', 'toy')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(home, 'index.js'), source)
  return manifest
}

describe('entryPoints', () => {
  it('returns each subpath except data files', () => {
    expect(
      entryPoints({
        name: '@a/b',
        exports: { '.': {}, './node': {}, './package.json': '', './vectors/*': '' },
      }),
    ).toEqual(['@a/b', '@a/b/node'])
  })
})

describe('loadPacked', () => {
  it('accepts a package that import and require() load with the same exports', () => {
    expect(loadPacked(project, [install('export const a = 1')])).toEqual([])
  })

  it.each([
    ['throws at load', 'throw new Error("no")'],
    ['exports nothing', 'const a = 1'],
    ['awaits at its top level', 'export const a = await 1'],
    ['imports a package that is not installed', 'import "nowhere"\nexport const a = 1'],
  ])('reports a package that %s', (_, source) => {
    expect(loadPacked(project, [install(source)])).toEqual([
      expect.stringContaining('toy does not load as packed'),
    ])
  })

  it('reports a package that only import can load', () => {
    expect(loadPacked(project, [install('export const a = 1', { import: './index.js' })])).toHaveLength(1)
  })
})
