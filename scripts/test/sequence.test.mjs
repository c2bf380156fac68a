import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sequence } from '../sequence.mjs'

const cwd = mkdtempSync(join(tmpdir(), 'sequence-'))
afterAll(() => rmSync(cwd, { recursive: true }))

const node = code => [process.execPath, '-e', code]
const create = name => node(`fs.writeFileSync('${name}', '')`)

it('runs commands in their order, up to the first that fails', async () => {
  const commands = [create('first'), node('fs.accessSync("first")'), node('process.exit(3)'), create('last')]
  expect(await sequence(commands, { cwd })).toBe(3)
  expect(readdirSync(cwd)).toEqual(['first'])
})

it('resolves with 0 if no command fails', async () => {
  expect(await sequence([create('first')], { cwd })).toBe(0)
})
