// A lesson: what there is to be learned of one target: from which features, and from which closed records.
import type { FeatureSource } from '#analyze/feature.ts';
import type { Origins } from '#analyze/places.ts';
import type { Target } from '#analyze/target.ts';
import type { Weights } from '#analyze/weights.ts';
import type { Ports } from '#ports.ts';
import type { Platform } from '#sense/connection.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId, TenantSettings } from '#sense/tenant.ts';
import type { ClosedRecord } from './closed-records.ts';
import type { Picture } from './drift.ts';
import type { Prior } from './prior.ts';

/** What a tenant's own choices and CRMs say before anything is learned. */
export type Told = {
  readonly settings: TenantSettings;
  readonly sources: readonly FeatureSource[];
  readonly origins: Origins;
};

/** Of several accounts of one platform a property that has the same name is the same property. */
export type ReadDefinitions = (platform: Platform, kind: SubjectKind) => Promise<PropertyDefinition[]>;

export type Lesson = {
  readonly target: Target;
  /** The kinds of subject that the weights score: they are looked at anew where the weights changed. */
  readonly kinds: readonly SubjectKind[];
  /** What is assumed of the base rate before anything is known; the trainer's own where it is absent. */
  readonly prior?: Prior;
  sources(definitions: ReadDefinitions, settings: TenantSettings): Promise<FeatureSource[]>;
  /** Everything closed that the twins know, the newest where that is very much. */
  closed(ports: Pick<Ports, 'store' | 'clock'>, tenant: TenantId, told: Told): Promise<ClosedRecord[]>;
  /** What is known now of those that are open, at most `most` of them: who moves by other weights is told of these. */
  open?(
    ports: Pick<Ports, 'store' | 'clock'>,
    tenant: TenantId,
    told: Told,
    most: number,
  ): Promise<Picture[]>;
  /** What the weights hold beyond what is trained. */
  more?(ports: Pick<Ports, 'store' | 'clock'>, tenant: TenantId, told: Told): Promise<Pick<Weights, 'pace'>>;
};
