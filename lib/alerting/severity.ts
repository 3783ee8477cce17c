export * from '../contracts/severity';
