import { describe, expect, it, onTestFinished } from 'vitest'
import { changeOf, parseRevokeCommand } from '../../src/revocation/parse-revoke-command.js'
import { reasonOf } from '../fixture/caught.js'
import { NOW } from '../fixture/fixed-provider.js'

const DATE = '2026-01-02T03:04:05.678Z'
const SECONDS = Date.parse(DATE) / 1000
const LATER = new Date((NOW + 60) * 1000).toISOString()
const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `user-${at}`)

describe('parseRevokeCommand and changeOf', () => {
  it.each<[object, object, object]>([
    [{ userIds: ['a'] }, { userIds: ['a'] }, { cutoff: 'now' }],
    [{ userIds: ids(1000) }, { userIds: ids(1000) }, { cutoff: 'now' }],
    [{ userIds: ['a'], before: DATE }, { userIds: ['a'], before: DATE }, { cutoff: SECONDS }],
    [{ userIds: ['a'], undo: true }, { userIds: ['a'], before: null }, { cutoff: null }],
    [{ app: true }, {}, { cutoff: 'now' }],
    [{ app: true, before: DATE }, { before: DATE }, { cutoff: SECONDS }],
    [{ app: true, undo: true }, { before: null }, { cutoff: null }],
    [{ userIds: ['a'], block: true }, { userIds: ['a'], block: true }, { block: 'forever' }],
    [{ userIds: ['a'], block: false }, { userIds: ['a'], block: false }, { block: null }],
    [{ userIds: ['a'], block: LATER }, { userIds: ['a'], block: LATER }, { block: NOW + 60 }],
    [
      { userIds: ['a'], before: DATE, block: true },
      { userIds: ['a'], before: DATE, block: true },
      { cutoff: SECONDS, block: 'forever' },
    ],
    [
      { userIds: ['a'], undo: true, block: false },
      { userIds: ['a'], before: null, block: false },
      { cutoff: null, block: null },
    ],
  ])('reads %j', (body, command, change) => {
    const read = parseRevokeCommand({ ...body })
    expect(read).toEqual({ action: 'revoke', ...command })
    expect(changeOf(read, NOW, 0.2)).toEqual(change)
  })

  it.each<[string, object]>([
    ['an empty body', {}],
    ['neither users nor the app', { before: DATE }],
    ['both users and the app', { userIds: ['a'], app: true }],
    ['app: false', { app: false }],
    ['app: false with users', { userIds: ['a'], app: false }],
    ['no users', { userIds: [] }],
    ['1,001 users', { userIds: ids(1001) }],
    ['users that are a string', { userIds: 'a' }],
    ['userId instead of userIds', { userId: 'a' }],
    ['a user id that is null', { userIds: [null] }],
    ['an empty user id', { userIds: [''] }],
    ['a user id of 256 characters', { userIds: ['a'.repeat(256)] }],
    ['a user id with a space', { userIds: ['a b'] }],
    ['a user id that is not ASCII', { userIds: ['é'] }],
    ['undo with before', { userIds: ['a'], undo: true, before: DATE }],
    ['undo: false', { userIds: ['a'], undo: false }],
    ['undo: "true"', { userIds: ['a'], undo: 'true' }],
    ['undo: 1', { userIds: ['a'], undo: 1 }],
    ['the app with block: true', { app: true, block: true }],
    ['the app with block: false', { app: true, block: false }],
    ['before as a number', { userIds: ['a'], before: SECONDS }],
    ['block as a number', { userIds: ['a'], block: NOW + 60 }],
    ['an unknown field', { userIds: ['a'], wait: false }],
    ['a misspelled field', { userIds: ['a'], befor: DATE }],
    ['a field named constructor', { userIds: ['a'], constructor: 1 }],
    ['before: null', { userIds: ['a'], before: null }],
    ['userIds: null', { userIds: null }],
    ['userIds: null with the app', { app: true, userIds: null }],
    ['app: null', { userIds: ['a'], app: null }],
    ['undo: null', { userIds: ['a'], undo: null }],
    ['block: null', { userIds: ['a'], block: null }],
  ])('refuses %s', async (_name, body) => {
    expect(await reasonOf(() => parseRevokeCommand({ ...body }))).toBe('revocation_invalid')
  })

  it('C14: ignores what an old library has added to Object.prototype', async () => {
    onTestFinished(() => void Reflect.deleteProperty(Object.prototype, 'extend'))
    Object.assign(Object.prototype, { extend: () => 1 })
    expect(parseRevokeCommand({ userIds: ['a'] })).toEqual({ action: 'revoke', userIds: ['a'] })
    expect(await reasonOf(() => parseRevokeCommand({}))).toBe('revocation_invalid')
  })

  it.each([
    [{ before: '' }, 'revocation_invalid'],
    [{ before: '1' }, 'revocation_invalid'],
    [{ before: '2026-01-02' }, 'revocation_invalid'],
    [{ before: LATER }, 'date_in_future'],
    [{ block: '' }, 'revocation_invalid'],
    [{ block: 'forever' }, 'revocation_invalid'],
    [{ block: DATE }, 'revocation_invalid'],
    [{ before: DATE, block: DATE }, 'revocation_invalid'],
  ])('refuses the dates of %j', async (dates, reason) => {
    const command = parseRevokeCommand({ userIds: ['a'], ...dates })
    expect(await reasonOf(() => changeOf(command, NOW, 0.2))).toBe(reason)
  })
})
