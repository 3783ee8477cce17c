/** For optional information: without the permission to read it, the command continues. */
export async function hint<Answer>(asked: Promise<Answer>, otherwise: Partial<Answer>): Promise<Partial<Answer>> {
  try {
    return await asked;
  } catch {
    return otherwise;
  }
}
