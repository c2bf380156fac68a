import { createHmac } from 'node:crypto'
import type { HostileCase, Recipe } from './vectors.js'

/** The input of a hostile case: written down, or made by its recipe. */
export function hostileInput(hostile: HostileCase): unknown {
  if (hostile.recipe !== undefined) return cook(hostile.recipe, hostile)
  return 'value' in hostile ? hostile.value : hostile.token
}

function cook(recipe: Recipe, { secret, now }: HostileCase): unknown {
  const header = '{"alg":"HS256","typ":"JWT"}'
  const payload = JSON.stringify({ user_id: 'john', iat: now - 60, exp: now + 3600 })
  switch (recipe.kind) {
    case 'undefined':
      return undefined
    case 'repeat':
      return recipe.text.repeat(recipe.count)
    case 'paddedToken':
      return signed(header, withMember(payload, `"pad":"${'x'.repeat(recipe.bytes)}"`), secret)
    case 'paddedHeader':
      return signed(withMember(header, `"pad":"${'x'.repeat(recipe.bytes)}"`), payload, secret)
    case 'longSignature':
      return `${encode(header)}.${encode(payload)}.${'A'.repeat(recipe.bytes)}`
    case 'deepPayload':
      return signed(header, withMember(payload, deepMember(recipe.depth)), secret)
    case 'deepHeader':
      return `${encode(withMember(header, deepMember(recipe.depth)))}.${encode(payload)}.AAAA`
    case 'dupKeys':
      return signed(header, `{${Array(recipe.count).fill('"user_id":"john"').join()}}`, secret)
    case 'longNumber':
      return signed(header, withMember('{"user_id":"john"}', `"exp":${'9'.repeat(recipe.digits)}`), secret)
  }
}

/** A compact JWS over any text, also over one that is no JSON. */
export function signed(header: string, payload: string, secret: string): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function withMember(object: string, member: string): string {
  return `${object.slice(0, -1)},${member}}`
}

function deepMember(depth: number): string {
  return `"a":${'['.repeat(depth)}${']'.repeat(depth)}`
}
