export const ROOMS: Record<string, { may: string[]; types?: string[] }>;
export function forbiddenImport(from: string, to: string, typeOnly: boolean): string | undefined;
export const roomRule: import("eslint").Rule.RuleModule;
