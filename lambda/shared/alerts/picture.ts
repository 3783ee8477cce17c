/** A picture of a metric, and the name of its alarm. */
export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A link to one. */
export interface PictureLink {
  readonly name: string;
  readonly url: string;
}
