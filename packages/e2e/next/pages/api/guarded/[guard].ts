export { guardedApi as default } from '../../../lib/guarded-api'
