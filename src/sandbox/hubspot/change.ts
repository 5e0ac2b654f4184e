// One thing that happened in a portal, which may become webhook events.

/** Who changed it, in HubSpot's words: CRM_UI by `userId:1`, INTEGRATION by the app id, MERGE, IMPORT ... */
export type Source = { readonly changeSource: string; readonly sourceId: string };

export type Change = { readonly at: number; readonly source: Source } & (
  | {
      readonly kind: 'creation' | 'deletion' | 'restore' | 'privacyDeletion';
      readonly type: string;
      readonly id: number;
    }
  | {
      readonly kind: 'propertyChange';
      readonly type: string;
      readonly id: number;
      readonly property: string;
      readonly value: string;
      readonly isNew: boolean;
    }
  | {
      readonly kind: 'merge';
      readonly type: string;
      readonly primaryId: number;
      readonly mergedIds: readonly number[];
      readonly newId: number;
      readonly moved: number;
    }
  | {
      readonly kind: 'associationChange';
      readonly fromType: string;
      readonly fromId: number;
      readonly toType: string;
      readonly toId: number;
      readonly typeId: number;
      readonly category: string;
      readonly removed: boolean;
      readonly primary: boolean;
    }
);

export const byUser: Source = { changeSource: 'CRM_UI', sourceId: 'userId:1' };
