import { createHmac } from "node:crypto";

/** A seed that nobody may know: each exercise has its own, and reports show the fingerprint. */
export interface SecretSeed {
  /** Tells two seeds apart and leads back to neither. */
  fingerprint: string;
  of(exercise: string): number;
}

/**
 * The seed of one submission, HMAC-SHA-256(secret, name and exercise id): the
 * same whenever it is graded, another for each student, and nothing that can
 * be computed without the class's secret.
 *
 * @param secret The class's secret, from MNEME_SEED.
 * @param submission The submission's name.
 */
export function secretSeed(secret: string, submission: string): SecretSeed {
  // Composed and decomposed accents are one name, whichever the file system keeps.
  const name = submission.normalize("NFC");
  return {
    fingerprint: digest(secret, [name]).toString("hex").slice(0, 12),
    of: (exercise) =>
      // The 53 bits that a number holds exactly.
      Number(digest(secret, [name, exercise]).readBigUInt64BE() >> 11n),
  };
}

/** The fingerprint of the secret itself, to tell two classes apart. */
export function secretFingerprint(secret: string): string {
  return digest(secret, []).toString("hex").slice(0, 12);
}

/** As a JSON list, so that no two lists of names give one message. */
function digest(secret: string, names: string[]) {
  return createHmac("sha256", secret).update(JSON.stringify(names)).digest();
}
