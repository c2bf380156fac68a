import { describe, expect, it } from 'vitest'
import { conversation, withUsers } from './fixture.js'

/** The channels "one", "two" and "three" of john; the last message is in "one". */
async function threeChannels() {
  const emulated = await withUsers('john', 'jane', 'joan')
  const john = await emulated.connect('john')
  const others = { one: ['jane'], two: ['joan'], three: ['jane', 'joan'] }
  for (const [id, members] of Object.entries(others)) {
    const channel = john.channel('messaging', id, { name: `The ${id}`, members: ['john', ...members] })
    await channel.create()
    emulated.time.seconds += 1
  }
  await john.channel('messaging', 'one').sendMessage({ text: 'Hello' })
  return { ...emulated, john }
}

describe('queryChannels', () => {
  it.each<[object, string]>([
    [{}, 'one three two'],
    [{ cid: { $in: ['messaging:two', 'messaging:one'] } }, 'one two'],
    [{ type: 'team' }, ''],
    [{ members: { $in: ['joan'] } }, 'three two'],
    [{ members: { $eq: ['jane', 'john'] } }, 'one'],
    [{ members: { $nin: ['jane'] } }, 'two'],
    [{ name: 'The two' }, 'two'],
    [{ name: { $autocomplete: 'THE T' } }, 'three two'],
    [{ member_count: { $gt: 2 } }, 'three'],
    [{ member_count: { $lte: 2 } }, 'one two'],
    [{ last_message_at: { $exists: false } }, 'three two'],
    [{ id: { $ne: 'one' } }, 'three two'],
    [{ $or: [{ id: 'one' }, { id: 'two' }] }, 'one two'],
    [{ $and: [{ members: { $contains: 'jane' } }, { id: { $gte: 'three' } }] }, 'three'],
    [{ $nor: [{ id: 'one' }, { id: 'two' }] }, 'three'],
  ])('finds %o', async (filter, expected) => {
    const { john } = await threeChannels()
    const found = await john.queryChannels(filter)
    expect(found.map(({ id }) => id).join(' ')).toBe(expected)
  })

  it.each<[object, string]>([
    [{ created_at: 1 }, 'one two three'],
    [{ created_at: -1 }, 'three two one'],
    [{ last_message_at: 1 }, 'one three two'],
    [{ member_count: -1 }, 'three one two'],
  ])('sorts by %o', async (sort, expected) => {
    const { john } = await threeChannels()
    const found = await john.queryChannels({}, sort)
    expect(found.map(({ id }) => id).join(' ')).toBe(expected)
  })

  it('returns pages', async () => {
    const { john } = await threeChannels()
    const idsOf = async (options: object) => (await john.queryChannels({}, {}, options)).map(({ id }) => id)
    expect(await idsOf({ limit: 2 })).toEqual(['one', 'three'])
    expect(await idsOf({ limit: 2, offset: 2 })).toEqual(['two'])
  })

  it.each<[object, object, object]>([
    [{ name: { $q: 'x' } }, {}, {}],
    [{ $or: 'x' }, {}, {}],
    [{ id: { $in: 'x' } }, {}, {}],
    [{}, { created_at: 2 }, {}],
    [{}, {}, { limit: 31 }],
    [{}, {}, { message_limit: 301 }],
  ])('refuses the filter %o with the order %o and the options %o', async (filter, sort, options) => {
    const { john } = await threeChannels()
    const query = john.queryChannels(filter, sort, options)
    await expect(query).rejects.toMatchObject({ code: 4, status: 400 })
  })
})

describe('queryMembers', () => {
  it.each<[object, object, object, string]>([
    [{}, {}, {}, 'john jane'],
    [{}, { user_id: 1 }, {}, 'jane john'],
    [{ name: { $autocomplete: 'JAN' } }, {}, {}, 'jane'],
    [{ id: { $in: ['john'] } }, {}, {}, 'john'],
    [{}, {}, { limit: 1, offset: 1 }, 'jane'],
  ])('finds %o in the order %o with %o', async (filter, sort, options, expected) => {
    const { johns } = await conversation()
    const { members } = await johns.queryMembers(filter, sort, options)
    expect(members.map(({ user_id }) => user_id).join(' ')).toBe(expected)
  })
})
