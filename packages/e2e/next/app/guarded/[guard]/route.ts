export { answerGuarded as GET } from '../../../lib/guarded-routes'
