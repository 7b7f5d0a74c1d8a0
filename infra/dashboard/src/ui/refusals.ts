import { createContext } from 'preact';
import type { Refusal } from './context';

/** What the API refuses of the present address, each once. */
export const RefusalsContext = createContext<Refusal[]>([]);
