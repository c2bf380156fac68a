export { guardedRoute as GET } from '../../../lib/guarded-routes'
