import { describe, expect, it } from 'vitest'
import { isUserId, reservedName, userIdError } from '../../src/token/claims.js'
import { RESERVED } from '../fixture/reserved.js'

describe('isUserId', () => {
  it.each([
    'a',
    'john',
    'JOHN',
    '42',
    '_',
    '-',
    '@',
    'a@b_c-1',
    'undefined',
    'null',
    '__proto__',
    'toString',
    'j'.repeat(255),
  ])('accepts %s', id => {
    expect(isUserId(id)).toBe(true)
  })

  it.each([
    ['an empty string', ''],
    ['256 characters', 'j'.repeat(256)],
    ['a space', 'john doe'],
    ['a line break', 'john\n'],
    ['a dot', 'john.doe'],
    ['a colon', 'user:john'],
    ['a letter that is not ASCII', 'jöhn'],
    ['a full-width letter', 'ｊohn'],
    ['NUL', 'john\0'],
    ['a percent sign', 'john%20'],
    ['a number', 42],
    ['an array', ['john']],
    ['an object that converts to a string', { toString: () => 'john' }],
    ['a String object', Object('john')],
    ['null', null],
    ['undefined', undefined],
  ])('refuses %s', (_name, id) => {
    expect(isUserId(id)).toBe(false)
  })
})

describe('userIdError', () => {
  it('returns undefined for a user id', () => {
    expect(userIdError('john')).toBeUndefined()
  })

  it.each([[''], ['john doe'], [42], [undefined], [null], [['john']], [Object('john')]])(
    'returns the rule for %j',
    id => {
      expect(userIdError(id)).toBe('a user id has 1 to 255 letters, digits, @, _ or -')
    },
  )

  it.each(['undefined', 'null', 'NaN', 'true', 'false', '[object Object]'])(
    'A2: returns what a missing id becomes for %s',
    id => {
      expect(userIdError(id)).toBe(
        `"${id}" is what a missing id becomes in String(): check for nobody before`,
      )
    },
  )

  it.each(['Undefined', 'NULL', 'nan', 'True', 'undefined1', '0'])('A2: accepts the id %s', id => {
    expect(userIdError(id)).toBeUndefined()
  })
})

describe('reservedName', () => {
  it.each(RESERVED)('finds %s', name => {
    expect(reservedName(name)).toBe(name)
  })

  it.each([
    ['User_ID', 'user_id'],
    ['EXP', 'exp'],
    ['Server', 'server'],
    ['u\u017fer_id', 'user_id'],
    ['\u017ferver', 'server'],
    ['re\u017fource', 'resource'],
    ['CALL_CIDS', 'call_cids'],
    ['\u017fUB', 'sub'],
    ['__PROTO__', '__proto__'],
    ['i\u00df', 'iss'],
  ])('A8: finds %j, which a reader that ignores case takes for %s', (name, reserved) => {
    expect(reservedName(name)).toBe(reserved)
  })

  it.each(['', 'team', 'user', 'user-id', 'userid', ' exp', 'exp ', 'exp\u0000', 'roles', 'toString'])(
    'finds nothing for %j',
    name => {
      expect(reservedName(name)).toBeUndefined()
    },
  )
})
