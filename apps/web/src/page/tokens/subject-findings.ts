import { bad, type Finding, good, note } from './finding.js'

type Claims = Readonly<Record<string, unknown>>

/** Explains whose token it is, and what it is limited to. */
export function subjectFindings(claims: Claims): readonly Finding[] {
  return [
    subject(claims),
    ...limits('call_cids', 'calls', claims),
    ...limits('channel_cids', 'channels', claims),
  ]
}

function subject({ user_id: userId, server, sub }: Claims): Finding {
  if (server === true) {
    return userId === undefined
      ? note('A server token: full access to the app. It must never reach a browser or a phone.')
      : bad('It has both `user_id` and `server`: no Stream token has both, and this product refuses it.')
  }
  if (typeof userId === 'string' && userId !== '') {
    const guest = userId.startsWith('guest-') ? ' The id is one of a guest.' : ''
    return good(`A token of the user ${userId}.${guest}`)
  }
  if (userId === undefined && typeof sub === 'string')
    return bad('No `user_id`: the id is in `sub`, where Stream does not look. Stream refuses it with code 5.')
  return bad('No `user_id`, or it is not text. Stream refuses it with code 5.')
}

function limits(name: string, what: string, claims: Claims): readonly Finding[] {
  const cids = claims[name]
  if (cids === undefined) return []
  if (!Array.isArray(cids) || cids.length === 0 || !cids.every(cid => typeof cid === 'string'))
    return [bad(`\`${name}\` is not a list of ${what}.`)]
  return [note(`Only for the ${what} ${cids.join(', ')}.`)]
}
