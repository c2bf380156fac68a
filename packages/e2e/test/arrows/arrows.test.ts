import { describe, expect, it } from 'vitest'
import { arrows } from '../../src/arrows/arrows.js'
import { checkArrows } from '../../src/arrows/check-arrows.js'
import { arrowOf } from '../../src/arrows/check-imports.js'
import { checkRooms, coreImports } from '../../src/arrows/check-rooms.js'
import { hiddenInputs } from '../../src/arrows/globals.js'
import { readWorkspace } from '../../src/arrows/read-workspace.js'
import { rooms } from '../../src/arrows/rooms.js'
import { moduleAt } from '../../src/arrows/workspace.js'
import { healthy } from './healthy.js'
import { plantedViolations } from './planted-violations.js'

/** A source and its built files are one module: a violation may be reported for any of them. */
const moduleOf = (path: string): string => path.replace(/\/(src|dist)\//, '/').replace(/(\.d)?\.(ts|js)$/, '')

describe('checkArrows', () => {
  it('reports nothing in this workspace', () => {
    const files = readWorkspace()
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'packages/core/src/index.ts',
        'packages/core/dist/index.js',
        'packages/core/package.json',
      ]),
    )
    expect(checkArrows(files)).toEqual([])
  })

  it('reports nothing in a healthy workspace', () => {
    expect(checkArrows(healthy)).toEqual([])
  })

  it.each(plantedViolations)('reports that $violation', ({ rule, path, files }) => {
    const found = checkArrows(new Map([...healthy, ...files]))
    expect(
      found.filter(violation => violation.rule === rule).map(violation => moduleOf(violation.path)),
    ).toContain(moduleOf(path))
  })

  it('has a planted violation for every arrow', () => {
    const modules = plantedViolations.map(({ path }) => moduleAt(path)).filter(module => module !== undefined)
    const lines = modules.filter(({ part }) => part !== 'test').map(arrowOf)
    expect(arrows.filter(line => !lines.includes(line))).toEqual([])
  })

  it('throws on a file that it cannot parse', () => {
    const broken = new Map([...healthy, ['packages/core/src/token/verify.ts', 'import {']])
    expect(() => checkArrows(broken)).toThrow('packages/core/src/token/verify.ts')
  })
})

describe('checkRooms', () => {
  const files = readWorkspace()
  const imports = coreImports(files)

  it(`reports none of the ${imports.length} imports of core`, () => {
    expect(imports.length).toBeGreaterThan(300)
    expect(checkRooms(files)).toEqual([])
  })

  it.each(rooms)('finds at least two files in the room %s', room => {
    const folder = `packages/core/src/${room}/`
    expect([...files.keys()].filter(path => path.startsWith(folder)).length).toBeGreaterThanOrEqual(2)
  })

  it('includes imports by a private name, such as #hs256', () => {
    expect(imports).toContainEqual({
      from: 'packages/core/src/token/verify.ts',
      to: 'packages/core/src/token/hs256/web.ts',
    })
  })
})

describe('hiddenInputs', () => {
  it.each([
    'const date = new Date(0)',
    'const at = Date.parse(text)',
    'const is = value instanceof Date',
    'let until: Date',
    'const process = 1 satisfies number'.replace('process', 'processed'),
    'queue.process(1)',
    'process.emitWarning("careful")',
    'const options = { process: 1, Date: 2 }',
  ])('returns none for `%s`', text => {
    expect([...hiddenInputs('x.ts', text)]).toEqual([])
  })
})
