export { didYouMean, nearest } from '../core/near.ts';
