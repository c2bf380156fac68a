export { guardedRoute as GET } from '../../../../lib/guarded-routes'

export const runtime = 'edge'
