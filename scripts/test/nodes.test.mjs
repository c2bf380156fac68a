import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withNode } from '../nodes.mjs'

describe('withNode', () => {
  let root
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nodes-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  const binOf = node => join(root, '.ci', 'runtimes', 'node_modules', `node${node}`, 'bin')

  it('puts the fetched Node first in PATH', () => {
    mkdirSync(binOf(22), { recursive: true })
    symlinkSync(process.execPath, join(binOf(22), 'node'))
    const env = withNode(root, { PATH: '/usr/bin:/bin', KEPT: 'yes' }, 22)
    expect(env).toEqual({ PATH: `${binOf(22)}:/usr/bin:/bin`, KEPT: 'yes', OTHER_NODE: '22' })
    expect(execFileSync('node', ['-p', 'process.argv0'], { env, encoding: 'utf8' })).toBe('node\n')
  })

  it('says how to fetch a missing Node', () => {
    expect(() => withNode(root, { PATH: '/bin' }, 26)).toThrow(
      'There is no Node 26 in .ci/runtimes: cd .ci/runtimes && npm ci',
    )
  })
})
