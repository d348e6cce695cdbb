import type { ptBR } from "./pt-BR";

/** The shape every language fills: the texts may differ, what is said may not. */
export type Dictionary = typeof ptBR;
