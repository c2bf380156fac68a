import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import type { Revocation } from '@stream-token/core'
import type { LogPosition, MirrorSource } from '@stream-token/mirror'
import { describe, expect, it } from 'vitest'
import { newFiles } from './fixture/new-file.js'
import { NOW, openSource, signal } from './fixture/open-source.js'

const newFile = newFiles()

function cut(userId: string, version = 1, value = 1_700_000_000.5): Revocation {
  return { userId, cutoff: { version, value } }
}

async function positionOf(source: MirrorSource): Promise<LogPosition> {
  return (await source.read(undefined, 20, signal)).position
}

async function pairsOf(source: MirrorSource): Promise<readonly Revocation[]> {
  const { parts } = await source.load(signal)
  const all: Revocation[] = []
  for await (const part of parts) all.push(...part)
  return all
}

async function with2(
  check: (one: MirrorSource, other: MirrorSource, path: string) => Promise<void>,
): Promise<void> {
  const path = newFile()
  const [one, other] = [openSource(path), openSource(path)]
  try {
    await check(one, other, path)
  } finally {
    await one.close?.()
    await other.close?.()
  }
}

function removeFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
}

describe('createSqliteSource', () => {
  it('F5: gives a new file a floor of now, so that tokens from before are revoked', () =>
    with2(async one => {
      const { states } = await one.read('john', 20, signal)
      expect(states).toEqual([{ floor: (NOW + 300) / 1000 }])
    }))

  it('keeps the floor of a file that is opened again', () =>
    with2(async (one, _other, path) => {
      const before = await one.read(undefined, 20, signal)
      await one.close?.()
      const again = openSource(path)
      expect(await again.read(undefined, 20, signal)).toEqual(before)
      await again.close?.()
    }))

  it('keeps the later floor', () =>
    with2(async (one, other) => {
      await one.write([], NOW / 1000 + 60, signal)
      const { states } = await other.write([cut('john')], NOW / 1000 + 30, signal)
      expect(states[0]?.floor).toBe(NOW / 1000 + 60)
      expect((await one.load(signal)).floor).toBe(NOW / 1000 + 60)
    }))

  it('loads all pairs of more than one part', () =>
    with2(async (one, other) => {
      const changes = Array.from({ length: 2500 }, (_, at) =>
        cut(`user_${String(at).padStart(4, '0')}`, 1, at / 1000),
      )
      const app: Revocation = { app: true, cutoff: { version: 3, value: -0.5 } }
      const block: Revocation = { userId: 'user_0999', block: { version: 1, value: 'forever' } }
      await one.write([...changes, app, block], undefined, signal)
      const loaded = await pairsOf(other)
      const sorted = (all: readonly Revocation[]) => all.map(one => JSON.stringify(one)).sort()
      expect(sorted(loaded)).toEqual(sorted([...changes, app, block]))
    }))

  it('lists in its log what each write has changed, each entry with the id of the one before it', () =>
    with2(async (one, other) => {
      const start = await positionOf(one)
      await one.write(
        [cut('john'), { userId: 'john', block: { version: 1, value: 'forever' } }],
        undefined,
        signal,
      )
      await other.write([{ app: true, cutoff: { version: 1, value: 7 } }], 8, signal)
      const entries = await one.tail(start, 1, signal)
      expect(entries.map(({ changes, floor }) => ({ changes, floor }))).toEqual([
        {
          changes: [cut('john'), { userId: 'john', block: { version: 1, value: 'forever' } }],
          floor: undefined,
        },
        { changes: [{ app: true, cutoff: { version: 1, value: 7 } }], floor: 8 },
      ])
      expect(entries.map(entry => entry.previous)).toEqual([start.id, entries[0]?.position.id])
      expect(entries[1]?.position).toEqual(await positionOf(other))
      expect(await one.tail(await positionOf(other), 0, signal)).toEqual([])
    }))

  it('returns positions that sort as text', () =>
    with2(async one => {
      const positions = []
      for (let at = 0; at < 12; at++)
        positions.push((await one.write([cut('john', at)], undefined, signal)).position.at)
      expect([...positions].sort()).toEqual(positions)
      expect(new Set(positions).size).toBe(12)
    }))

  it('returns from a tail as soon as another connection has written', () =>
    with2(async (one, other) => {
      const tail = one.tail(await positionOf(one), 30, signal)
      await other.write([cut('john')], undefined, signal)
      expect((await tail).map(entry => entry.changes)).toEqual([[cut('john')]])
    }))

  it('keeps 10,000 changes in its log, and shows that those before are missing', () =>
    with2(async one => {
      const start = await positionOf(one)
      const { position } = await one.write([cut('john')], undefined, signal)
      for (let at = 0; at < 10; at++)
        await one.write(
          Array.from({ length: 1000 }, (_, user) => cut(`user_${user}`, at)),
          undefined,
          signal,
        )
      const [oldest] = await one.tail(position, 0, signal)
      expect(oldest?.previous).toBe(position.id)
      const [next] = await one.tail(start, 0, signal)
      expect(next).toEqual(oldest)
    }))

  it('separates API keys that use one file', async () => {
    const path = newFile()
    const [one, other] = [openSource(path, 'one'), openSource(path, 'other')]
    await one.write([cut('john')], undefined, signal)
    expect(await pairsOf(other)).toEqual([])
    expect((await positionOf(one)).epoch).not.toBe((await positionOf(other)).epoch)
    await one.close?.()
    await other.close?.()
  })

  it('writes nothing when it reads, however old the last entry is', () =>
    with2(async one => {
      const position = await positionOf(one)
      await one.read('john', 0, signal)
      expect(await positionOf(one)).toEqual(position)
    }))

  it('stops waiting when the signal is aborted', () =>
    with2(async one => {
      const controller = new AbortController()
      const tail = one.tail(await positionOf(one), 600, controller.signal)
      controller.abort(new Error('enough'))
      await expect(tail).rejects.toThrow('enough')
    }))

  it.runIf(process.platform !== 'win32')('begins a new file with another epoch if its file was deleted', () =>
    with2(async (one, _other, path) => {
      await one.write([cut('john')], undefined, signal)
      const before = await positionOf(one)
      removeFile(path)
      const { states, position } = await one.write([cut('jane')], undefined, signal)
      expect(existsSync(path)).toBe(true)
      expect(position.epoch).not.toBe(before.epoch)
      expect(states).toEqual([{ user: { version: 1, value: 1_700_000_000.5 }, floor: expect.any(Number) }])
      const [entry] = await one.tail(before, 0, signal)
      expect(entry?.position.epoch).toBe(position.epoch)
      expect(await pairsOf(one)).toEqual([cut('jane')])
    }),
  )

  it.runIf(process.platform !== 'win32')('shows an older copy of its file by an earlier position', () =>
    with2(async (one, other, path) => {
      await one.write([cut('john')], undefined, signal)
      await one.close?.()
      await other.close?.()
      copyFileSync(path, `${path}.copy`)
      const again = openSource(path)
      const { position } = await again.write([cut('jane')], undefined, signal)
      const tail = again.tail(position, 30, signal)
      removeFile(path)
      renameSync(`${path}.copy`, path)
      const entries = await tail
      expect(entries.map(entry => entry.position.epoch)).toEqual([position.epoch])
      expect((entries[0]?.position.at ?? '') < position.at).toBe(true)
      expect(await pairsOf(again)).toEqual([cut('john')])
      await again.close?.()
    }),
  )
})
