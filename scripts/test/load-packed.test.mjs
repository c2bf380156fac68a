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

/** Lays a package out as installed, with one module as its only entry point. */
function install(source, conditions = { default: './index.js' }) {
  const manifest = { name: 'toy', type: 'module', exports: { '.': conditions } }
  const home = join(project, 'node_modules', 'toy')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(home, 'index.js'), source)
  return manifest
}

describe('entryPoints', () => {
  it('names each subpath but data files', () => {
    expect(
      entryPoints({
        name: '@a/b',
        exports: { '.': {}, './node': {}, './package.json': '', './vectors/*': '' },
      }),
    ).toEqual(['@a/b', '@a/b/node'])
  })
})

describe('loadPacked', () => {
  it('passes a package that import and require() load alike', () => {
    expect(loadPacked(project, [install('export const a = 1')])).toEqual([])
  })

  it.each([
    ['throws at load', 'throw new Error("no")'],
    ['exports nothing', 'const a = 1'],
    ['awaits at its top level', 'export const a = await 1'],
    ['imports what it does not bring', 'import "nowhere"\nexport const a = 1'],
  ])('reports a package that %s', (_, source) => {
    expect(loadPacked(project, [install(source)])).toEqual([
      expect.stringContaining('toy does not load as packed'),
    ])
  })

  it('reports a package that only import can reach', () => {
    expect(loadPacked(project, [install('export const a = 1', { import: './index.js' })])).toHaveLength(1)
  })
})
