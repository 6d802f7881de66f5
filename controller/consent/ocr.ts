/** placeholder until written */
export async function closeOcr(): Promise<void> {
  await Promise.resolve();
}
