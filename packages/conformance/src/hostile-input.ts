import { createHmac } from 'node:crypto'
import type { HostileCase, Recipe } from './vectors.js'

const HEADER = '{"alg":"HS256","typ":"JWT"}'

/** Returns the input of a hostile case: its value, or the result of its recipe. */
export function hostileInput(hostile: HostileCase): unknown {
  if (hostile.recipe !== undefined) return inputFrom(hostile.recipe, hostile)
  return 'value' in hostile ? hostile.value : hostile.token
}

function inputFrom(recipe: Recipe, { secret, now }: HostileCase): unknown {
  const payload = JSON.stringify({ user_id: 'john', iat: now - 60, exp: now + 3600 })
  switch (recipe.kind) {
    case 'undefined':
      return undefined
    case 'repeat':
      return recipe.text.repeat(recipe.count)
    case 'paddedToken':
      return sign(HEADER, plus(payload, `"pad":"${'x'.repeat(recipe.bytes)}"`), secret)
    case 'paddedHeader':
      return sign(plus(HEADER, `"pad":"${'x'.repeat(recipe.bytes)}"`), payload, secret)
    case 'longSignature':
      return `${part(HEADER)}.${part(payload)}.${'A'.repeat(recipe.bytes)}`
    case 'deepPayload':
      return sign(HEADER, plus(payload, nested(recipe.depth)), secret)
    case 'deepHeader':
      return `${part(plus(HEADER, nested(recipe.depth)))}.${part(payload)}.AAAA`
    case 'dupKeys':
      return sign(HEADER, `{${Array(recipe.count).fill('"user_id":"john"').join()}}`, secret)
    case 'longNumber':
      return sign(HEADER, plus('{"user_id":"john"}', `"exp":${'9'.repeat(recipe.digits)}`), secret)
  }
}

function sign(header: string, payload: string, secret: string): string {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function part(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function plus(object: string, member: string): string {
  return `${object.slice(0, -1)},${member}}`
}

function nested(depth: number): string {
  return `"a":${'['.repeat(depth)}${']'.repeat(depth)}`
}
