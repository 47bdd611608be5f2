// Generated from the OpenAPI document by `npm run generate:clients`. Do not edit.
export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the public keys of this service (JWK Set) */
        get: operations["getKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Liveness: the process runs */
        get: operations["isLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Readiness: the store, the signing keys and the range proofs are available */
        get: operations["isReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Start-up: the service was ready at least once and is not shutting down */
        get: operations["isStarted"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a listing: one link for all applicants
         * @description Stores what each applicant is asked: a `policy`, or a `template` with `parameters`, as of POST /requests. Publish `link`. Each person that opens it and asks for a request gets one of their own, which counts as a call of yours. Requires that the verifier has a certificate.
         */
        post: operations["createListing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a listing with the state and the verdict of each request
         * @description Only for the client that created the listing. GET /requests/{id} has the receipt of a request.
         */
        get: operations["getListing"];
        put?: never;
        post?: never;
        /**
         * Delete a listing with all its requests and receipts
         * @description Call it once you have decided. Requests that wait for an answer are gone. If the call fails, repeat it: it completes what is left.
         */
        delete: operations["deleteListing"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listings/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a listing
         * @description The listing makes no further request. Applicants that have one may answer it until it expires. Closing a closed listing changes nothing.
         */
        post: operations["closeListing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listings/{link}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a listing asks of each applicant
         * @description For the page behind the link of a listing. Requires no API key, and tells nothing about other applicants.
         */
        get: operations["getListingInvitation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listings/{link}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create the request of one applicant
         * @description For the page behind the link of a listing. Requires no API key. Each call makes a request, so keep the response: a page that is loaded again shows the same request. The request counts as a call of the owner of the listing.
         */
        post: operations["applyToListing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openid/requests/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the request object of a link
         * @description For wallets: they find this URL in `wallet_link`. The request object (OpenID4VP 1.0, section 5) is signed with the certified key of the verifier.
         */
        get: operations["getRequestObject"];
        put?: never;
        /**
         * Get the request object of a link, with a nonce of the wallet
         * @description For wallets: they find this URL in `wallet_link`. The request object (OpenID4VP 1.0, section 5) is signed with the certified key of the verifier. It contains `wallet_nonce` as sent (section 5.10). `wallet_metadata` and unknown parameters are accepted and have no effect.
         */
        post: operations["fetchRequestObject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openid/responses/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the answer of a wallet
         * @description The response URI of a request object (OpenID4VP 1.0, sections 8.2 and 8.3.1). A 200 means that the answer, or the error of the wallet, was taken. The verdict is for the owner of the request, who gets it by GET /requests/{id}. An answer that fails a check gets a 400 with a `code`, and the request stays open. If no response arrives, send exactly the same answer again within 20 minutes.
         */
        post: operations["sendResponse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policy-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the templates of policies
         * @description What landlords, banks and housing offices ask for, each by a public rule, with texts in English and German. Send `template` and `parameters` to POST /requests. Any web page may read this list.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a presentation request
         * @description Stores a request with a fresh nonce, for a `policy` or for a `template` with `parameters` (GET /policy-templates). Send the response to the holder unchanged, or show `wallet_link` to a person with an OpenID wallet. `statements` says in words what the policy asks for: compare it with what you meant.
         */
        post: operations["createRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a request with its verdict and receipt
         * @description Only for the client that created the request.
         */
        get: operations["getRequest"];
        put?: never;
        post?: never;
        /**
         * Delete a request and its receipt
         * @description Only for the client that created the request.
         */
        delete: operations["deleteRequest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/{id}/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bind the answer of a wallet to the session that asked
         * @description Only for the client that created the request, and only with `wallet.redirect_uri`. Take the id of the request from the session of the person, never from the URL to which the wallet sent the person: a link that was forwarded would otherwise give the answer of one person to another. A code works once, within an hour; ten wrong ones end it.
         */
        post: operations["redeemResponseCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/status/{statusId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get whether a request waits for an answer
         * @description For the page that shows `wallet_link` to a person and waits. Requires no API key: the `status_id` tells this state and nothing else.
         */
        get: operations["getRequestStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit a presentation for verification
         * @description Requires no API key: the id of the request is the capability to answer it, once. A 200 with `verified: false` means that the presentation is well-formed and failed a check; it does not consume the request. If no response arrives, send exactly the same body again: for 20 minutes, the accepted presentation gets its verdict again, with `Idempotency-Replayed: true`. Any other presentation gets 409 `request_already_answered`.
         */
        post: operations["verifyProof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of the client */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Register a URL that gets events (Standard Webhooks)
         * @description The service posts `{ type, timestamp, data: { id, sequence } }` to the URL, signed with `webhook-id`, `webhook-timestamp` and `webhook-signature`, and repeats it for a day until the response is 2xx. A client has at most 10 webhooks. See docs/webhooks.md.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a webhook
         * @description Events that were not delivered yet are dropped.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the latest deliveries of a webhook
         * @description At most 100, those of the latest requests or offers first. The service keeps them for 30 days.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries/{delivery}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver an event again
         * @description With the same `webhook-id`, also if it was delivered. The service sends it within seconds.
         */
        post: operations["resendWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret for a webhook
         * @description For 24 hours, events have signatures of both secrets. A webhook that was stopped is active again.
         */
        post: operations["rotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Alternative: {
            /** @description Chosen by the verifier. Verdict and receipt name the alternative that was shown. */
            id: string;
            /** @description Shown to the holder as the verifier's own words */
            label: string;
            predicates: components["schemas"]["Predicate"][];
        };
        /** @description The request of one applicant. Keep it: a second call makes another request. */
        Application: {
            /** Format: date-time */
            expires_at: string;
            /**
             * Format: uri
             * @description A page, for wallets that are web pages
             */
            link: string;
            /** @description For GET /requests/status/{status_id} */
            status_id: string;
            /**
             * Format: uri
             * @description Opens an OpenID wallet, also as a QR code
             */
            wallet_link: string;
        };
        /** @description Exactly one of `vp_token`, `response` and `error`. Other parameters are ignored. */
        AuthorizationResponse: {
            /** @description A code such as `access_denied`. The request stays open */
            error?: string;
            error_description?: string;
            /** @description For `direct_post.jwt`: a JWE whose JSON object contains `vp_token` and `state` */
            response?: string;
            /** @description The `state` of the request object */
            state?: string;
            /** @description A JSON object: by the id of each credential, a list of one SD-JWT+KB */
            vp_token?: string;
        };
        /** @description Publish `link`. The links contain a secret and are not shown again. */
        CreatedListing: {
            /** @description The alternatives of the policy (`any_of`) in words */
            alternatives?: components["schemas"]["DescribedAlternative"][];
            /**
             * Format: uri
             * @description What the page calls for each applicant: POST /listings/{link}/requests
             */
            apply_url: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when the listing takes applicants
             */
            expires_at: string;
            id: string;
            /** @description On what basis the owner asks, if the owner recorded it */
            legal_basis?: string;
            /**
             * Format: uri
             * @description A page for applicants. The secret is in its fragment.
             */
            link: string;
            max_requests: number;
            /** @description What each applicant is asked */
            policy: components["schemas"]["Policy"];
            request_expires_in: number;
            /** @description Each predicate in words made from its terms, in order: what each applicant is asked to prove */
            statements: components["schemas"]["Words"][];
            /** @description Your words for people who see the link */
            title: string;
            /** @description What you probably did not mean, as of POST /requests */
            warnings: components["schemas"]["Warning"][];
        };
        /** @description Send this to the holder unchanged, or show `wallet_link`. The links contain a secret and are not shown again. */
        CreatedRequest: {
            /** @description The alternatives of the policy (`any_of`) in words. The person shows one of them. */
            alternatives?: components["schemas"]["DescribedAlternative"][];
            /** @description The client_id of the verifier */
            audience: string;
            /** Format: date-time */
            expires_at: string;
            /** @description 128 random bits. The id is the capability to answer the request. */
            id: string;
            /**
             * Format: uri
             * @description A page that opens a wallet, with a QR code and the state; only if the verifier has a certificate
             */
            link?: string;
            /** @description 256 random bits, base64url */
            nonce: string;
            /** @description The decoded policy of `transaction_data` */
            policy: components["schemas"]["Policy"];
            /** @description Each predicate in words made from its terms, in order: what the person is asked to prove */
            statements: components["schemas"]["Words"][];
            /** @description Names the state of the request for GET /requests/status/{status_id}; only where OpenID wallets can answer */
            status_id?: string;
            /** @description base64url of the canonical JSON (RFC 8785) of the policy; an empty list in disclosure mode, which proves nothing */
            transaction_data: string[];
            /**
             * Format: uri
             * @description Opens an OpenID wallet, also as a QR code; only if the verifier has a certificate
             */
            wallet_link?: string;
            /** @description What you probably did not mean, though the policy is valid: an amount other than 0 of fewer than 1000 whole units for the largest coefficient of its predicate, in a currency with decimals; an issuer that the verifier does not trust, beside one that it does. Empty if there is nothing to warn of. */
            warnings: components["schemas"]["Warning"][];
        };
        CreatedWebhook: {
            /** Format: date-time */
            created_at: string;
            /** @description The events that it gets */
            events: ("request.verified" | "request.disclosed" | "request.refused" | "request.expired" | "offer.issued" | "credential.revoked")[];
            /** @description The id of the webhook */
            id: string;
            /** @description Verifies signatures `v1a` (ed25519). Absent if the operator removed the key that the secret follows from: rotate the secret */
            public_key?: string;
            /** @description Verifies signatures `v1` (HMAC-SHA256). The service shows it only now: store it like a password */
            secret: string;
            /**
             * @description `stopped` after the receiver answered with 410. Rotate the secret to start it again
             * @enum {string}
             */
            state: "active" | "stopped";
            /**
             * Format: uri
             * @description The URL that gets the events
             */
            url: string;
        };
        CreateListing: {
            /** @description Seconds for which the listing takes applicants; 2592000 if absent */
            expires_in?: number;
            /** @description On what basis you may ask, in your words, for your records. It is not sent to wallets. The purpose is the `purpose` of the policy or a parameter of the template. */
            legal_basis?: string;
            /** @description How many requests the listing makes; 100 if absent. One person can make several. */
            max_requests?: number;
            /** @description The parameters of the template */
            parameters?: {
                [key: string]: unknown;
            };
            /** @description What the holder must prove. Either this, or `template` and `parameters` */
            policy?: components["schemas"]["Policy"];
            /** @description Seconds that each applicant has for an answer; 86400 if absent */
            request_expires_in?: number;
            /**
             * @description The id of a template of GET /policy-templates
             * @enum {string}
             */
            template?: "rent_multiple" | "annual_rent_multiple" | "rent_multiple_variable_income" | "debt_to_income" | "residual_income" | "mortgage_multiple" | "steady_income" | "income_band" | "two_employers" | "employed_for" | "couple" | "guarantor";
            /** @description Your words for people who see the link */
            title: string;
            /** @description How OpenID wallets answer. Without it, with the defaults */
            wallet?: components["schemas"]["ListingWalletOptions"];
        };
        CreateRequest: {
            /** @description Seconds until the request expires; 600 if absent */
            expires_in?: number | null;
            /** @description On what basis you may ask, in your words, for your records. It is not sent to wallets. The purpose is the `purpose` of the policy or a parameter of the template. */
            legal_basis?: string;
            /** @description The parameters of the template */
            parameters?: {
                [key: string]: unknown;
            };
            /** @description What the holder must prove. Either this, or `template` and `parameters` */
            policy?: components["schemas"]["Policy"];
            /**
             * @description The id of a template of GET /policy-templates
             * @enum {string}
             */
            template?: "rent_multiple" | "annual_rent_multiple" | "rent_multiple_variable_income" | "debt_to_income" | "residual_income" | "mortgage_multiple" | "steady_income" | "income_band" | "two_employers" | "employed_for" | "couple" | "guarantor";
            /** @description How OpenID wallets answer. Without it, with the defaults */
            wallet?: components["schemas"]["WalletOptions"];
        };
        DescribedAlternative: {
            /** @description The id of the alternative */
            id: string;
            /** @description The verifier's own words */
            label: string;
            /** @description Each predicate in words made from its terms, in order */
            statements: components["schemas"]["Words"][];
        };
        /** @description An error in one member of the input. */
        FieldError: {
            /** @description What was expected */
            detail: string;
            /** @description A JSON pointer (RFC 6901) as a URI fragment */
            pointer: string;
        };
        Health: {
            /** @enum {string} */
            status: "live";
        };
        /** @description A JWK Set (RFC 7517). */
        KeySet: {
            keys: components["schemas"]["PublishedKey"][];
        };
        /** @description One request of a listing. GET /requests/{id} has its receipt. */
        ListedRequest: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            /**
             * @description As in GET /requests/{id}
             * @enum {string}
             */
            state: "pending" | "answered" | "answered_unbound" | "disclosed" | "expired";
            /** @description For GET /requests/status/{status_id} */
            status_id?: string;
            /** @description Only if answered */
            verdict?: components["schemas"]["OwnerVerdict"];
        };
        /** @description What a person sees before a request is made. */
        ListingInvitation: {
            /** @description The alternatives of the policy (`any_of`) in words */
            alternatives?: components["schemas"]["DescribedAlternative"][];
            /**
             * Format: date-time
             * @description Until when the listing takes applicants
             */
            expires_at: string;
            /** @description On what basis the owner asks, if the owner recorded it */
            legal_basis?: string;
            /** @description The owner's words: the purpose of the policy */
            purpose: string;
            /** @description Each predicate in words made from its terms, in order: what each applicant is asked to prove */
            statements: components["schemas"]["Words"][];
            /** @description Your words for people who see the link */
            title: string;
        };
        /** @description A listing with its requests, for the client that created it. */
        ListingView: {
            /** @description The alternatives of the policy (`any_of`) in words */
            alternatives?: components["schemas"]["DescribedAlternative"][];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when the listing takes applicants
             */
            expires_at: string;
            id: string;
            /** @description On what basis the owner asks, if the owner recorded it */
            legal_basis?: string;
            max_requests: number;
            /** @description What each applicant is asked */
            policy: components["schemas"]["Policy"];
            request_expires_in: number;
            /** @description The requests that exist, the oldest first. A person can have made several. */
            requests: components["schemas"]["ListedRequest"][];
            /**
             * @description `open`: takes applicants, unless it has made `max_requests`
             * @enum {string}
             */
            state: "open" | "closed" | "expired";
            /** @description Each predicate in words made from its terms, in order: what each applicant is asked to prove */
            statements: components["schemas"]["Words"][];
            /** @description Your words for people who see the link */
            title: string;
            /** @description What you probably did not mean, as of POST /requests */
            warnings: components["schemas"]["Warning"][];
        };
        ListingWalletOptions: {
            /**
             * @description By what the certificate names the verifier. `x509_san_dns` if absent
             * @enum {string}
             */
            client_id_scheme?: "x509_san_dns" | "x509_hash";
            /** @description Whether the request also names the formats as drafts of OpenID4VP did. Some wallets need it, and others refuse such a request. `false` if absent */
            legacy_formats?: boolean;
            /**
             * @description `disclosure`: for wallets that prove nothing. They disclose the claims of one credential of one person, and no income is checked. The policy has an empty list of `predicates`. `proof` if absent
             * @enum {string}
             */
            mode?: "proof" | "disclosure";
            /**
             * @description How wallets that support both methods get the request object. `post` if absent
             * @enum {string}
             */
            request_uri_method?: "post" | "get";
            /**
             * @description `direct_post.jwt`: wallets encrypt their answer. `direct_post` if absent
             * @enum {string}
             */
            response_mode?: "direct_post" | "direct_post.jwt";
        };
        /** @description An error of OAuth 2.0 (RFC 6749, section 5.2). */
        OpenidError: {
            /** @description The code of this service, where it has one. Other standards do not define the member. */
            code?: string;
            /** @description The code of the standard */
            error: string;
            /** @description Explains the error to developers, in ASCII. Never repeats a value of the request. */
            error_description: string;
        };
        OwnerVerdict: {
            /** @description The id of the alternative that was shown, if the policy has `any_of` */
            alternative?: string;
            /** Format: date-time */
            answered_at: string;
            /** @enum {string} */
            code: "verified";
            /** @enum {boolean} */
            verified: true;
        };
        /**
         * @description Claims that every credential must disclose
         * @enum {string}
         */
        PersonalClaim: "given_name" | "family_name" | "birthdate" | "employer" | "employment_type" | "employed_since";
        /** @description The statement that the holder must prove: linear predicates over one to 6 credentials. No other members are allowed. Its canonical JSON (RFC 8785) has at most 32 KiB. */
        Policy: {
            /** @description Alternatives, of which the holder shows one, together with `predicates`. A credential that only other alternatives use is not presented. */
            any_of?: components["schemas"]["Alternative"][];
            /** @description The first id of `credentials`, and no other. With `any_of` and `people`, the first credential of each alternative and person */
            credential_ids: string[];
            /** @description Ids chosen by the verifier. The presentation of the first credential of each person contains the proof. */
            credentials: string[];
            /** @description ISO 4217 */
            currency: string;
            /** @description Claims that every credential must disclose */
            disclose?: components["schemas"]["PersonalClaim"][];
            /** @description Allowed issuers by credential id. Without an entry, every trusted issuer is allowed. */
            issuers?: {
                [key: string]: string[];
            };
            /** @description Maximum number of days since the end of the period of a credential, of consecutive ones the last */
            max_age_days: number;
            /** @description The credential ids of each person, where there are several: each id once, in the order of `credentials`. Requires `disclose` with given_name, family_name and birthdate, and the birthdates must differ. Each person proves their own predicates; one that counts credentials of several people, with one bound, is proved by the first of them, who learns the exact sum of each of the others. The verifier learns no amount. */
            people?: {
                [key: string]: string[];
            };
            /** @description May only be empty beside `any_of`. The proof covers at most 16 derived commitments: one or two for each `at_least` and `at_most`, and the bounds of attributes with which a value out of range could help. */
            predicates: components["schemas"]["Predicate"][];
            /** @description Shown to the holder as the verifier's own words */
            purpose: string;
            /** @enum {string} */
            type: "urn:zk-income:policy:2";
        };
        /** @description A kind of policy, whose parameters the caller chooses. */
        PolicyTemplate: {
            /** @description The currency of the rule. Without it, `currency` is a parameter */
            currency?: string;
            description: components["schemas"]["Words"];
            /** @description Valid `parameters` of POST /requests: the required ones */
            example: {
                [key: string]: unknown;
            };
            /** @description `template` of POST /requests */
            id: string;
            name: components["schemas"]["Words"];
            parameters: components["schemas"]["TemplateParameter"][];
            source: components["schemas"]["TemplateSource"];
        };
        /** @description A linear combination of attributes with a lower bound, an upper bound, or both. One is required. */
        Predicate: {
            /** @description A decimal integer, as a string, in the smallest unit; from -(2^63 - 1) to 2^63 - 1 */
            at_least?: string;
            /** @description A decimal integer, as a string, in the smallest unit; not below `at_least` */
            at_most?: string;
            /**
             * @description How the periods of several credentials lie: of one time (if absent), or one after the other; the latter only with `at_least` and positive coefficients
             * @enum {string}
             */
            combine?: "concurrent" | "consecutive";
            /** @description Shown to the holder as the verifier's own words */
            label: string;
            /**
             * @description What the bounds are amounts of. Required for amounts per period, and not allowed for other attributes
             * @enum {string}
             */
            per?: "year" | "month";
            /** @description Each attribute of a credential at most once, of at most 4 credentials; all attributes have the same unit, and no attribute of a credential can contain another of the same sign */
            terms: components["schemas"]["Term"][];
            /** @description Lengths of the periods of credentials that the predicate adds; 12 to 13 months if absent. Amounts that count against the person are always those of 12 to 13 months */
            window_months?: components["schemas"]["WindowMonths"];
        };
        /** @description Problem details (RFC 9457). Clients evaluate `code`, which is stable. */
        Problem: {
            /**
             * @description The stable error code
             * @enum {string}
             */
            code: "bad_request" | "not_found" | "method_not_allowed" | "uri_too_long" | "internal_error" | "unavailable" | "rate_limited" | "request_unknown" | "unauthorized" | "insufficient_scope" | "rate_exceeded" | "quota_exceeded" | "invalid_idempotency_key" | "idempotency_key_reused" | "in_progress" | "invalid_json" | "validation_failed" | "payload_too_large" | "unsupported_media_type" | "policy_or_template_required" | "template_unknown" | "template_parameter_missing" | "template_parameter_unknown" | "template_parameter_invalid" | "policy_invalid" | "policy_out_of_range" | "policy_unanswerable" | "invalid_expiry" | "invalid_wallet_options" | "wallets_unsupported" | "response_code_invalid" | "too_many_attempts" | "invalid_input" | "listing_unknown" | "listing_closed" | "presentation_missing" | "presentation_malformed" | "request_already_answered" | "request_expired" | "presentation_too_large" | "overloaded" | "webhook_url_invalid" | "webhook_limit_reached" | "webhooks_unsupported" | "webhook_unknown" | "webhook_delivery_unknown" | "webhook_stopped";
            /** @description Explains this occurrence of the error. Never repeats a value of the request. */
            detail: string;
            /** @description Every fault of the input, where several were looked for */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: uri
             * @description Identifies the request in the logs; the UUID is also in the header `X-Request-Id`
             */
            instance: string;
            status: number;
            /** @description A summary of the error for humans; may change */
            title: string;
            /**
             * Format: uri
             * @description A URN with the code
             */
            type: string;
            /** @description Only with `rate_exceeded` and `quota_exceeded`: the exhausted policies of `RateLimit-Policy` */
            "violated-policies"?: ("rate" | "month")[];
        };
        ProvedPredicate: {
            /** @description The label of the predicate in the policy */
            label: string;
            /** @description The proved statement, generated from the terms of the policy */
            statement: components["schemas"]["Words"];
        };
        /** @description A public signing key (RFC 7517). */
        PublishedKey: {
            /** @enum {string} */
            alg: "ES256";
            /** @enum {string} */
            crv: "P-256";
            /** @description RFC 7638 thumbprint of the key */
            kid: string;
            /** @enum {string} */
            kty: "EC";
            /** @enum {string} */
            use: "sig";
            /** @description base64url, 32 bytes */
            x: string;
            /** @description base64url, 32 bytes */
            y: string;
        };
        Readiness: {
            /** @description The backend of the range proofs in all threads: `wasm-simd`, or `noble`, the fallback, where the configuration allows it. */
            proof_backend: string;
            /**
             * @description Whether a configured certificate fits the key that signs now. Without one, wallets that find keys by certificates only are not served; everything else works.
             * @enum {string}
             */
            signing_certificate?: "not_configured" | "valid" | "expires_soon" | "expired" | "not_yet_valid" | "other_key" | "other_host";
            /** @enum {string} */
            status: "ready";
        };
        RedeemRequest: {
            /** @description The value after `#response_code=` in the URL to which the wallet sent the person */
            response_code: string;
        };
        Refused: {
            /** @enum {string} */
            code: "presentation_unexpected" | "alternative_unknown" | "credential_type_wrong" | "issuer_untrusted" | "issuer_unavailable" | "issuer_key_unknown" | "algorithm_not_allowed" | "header_not_allowed" | "credential_signature_invalid" | "credential_malformed" | "digest_algorithm_not_allowed" | "disclosure_malformed" | "disclosure_unreferenced" | "disclosure_conflict" | "overdisclosed" | "disclosure_missing" | "credential_vct_wrong" | "credential_not_yet_valid" | "credential_expired" | "currency_mismatch" | "period_invalid" | "period_too_old" | "issued_too_long_ago" | "pay_periods_missing" | "window_too_short" | "window_too_long" | "windows_not_concurrent" | "windows_not_consecutive" | "attribute_not_committed" | "issuer_not_complete" | "commitment_invalid" | "key_binding_missing" | "key_binding_malformed" | "key_binding_type_wrong" | "key_binding_signature_invalid" | "audience_mismatch" | "nonce_mismatch" | "key_binding_time_invalid" | "sd_hash_mismatch" | "transaction_data_mismatch" | "credential_id_mismatch" | "partners_mismatch" | "people_not_distinct" | "alternative_mismatch" | "range_proof_missing" | "range_proof_misplaced" | "credential_revoked" | "credential_suspended" | "status_unknown" | "source_malformed" | "source_not_distinct" | "range_proof_malformed" | "range_proof_invalid";
            /** @description The code in words, always the same for a code */
            detail: string;
            /** @enum {boolean} */
            verified: false;
        };
        /** @description Other parameters are ignored. */
        RequestObjectForm: {
            /** @description A JSON object. It has no effect */
            wallet_metadata?: string;
            /** @description Is repeated in the request object */
            wallet_nonce?: string;
        };
        RequestStatus: {
            /**
             * @description `open`: waits for an answer. `done`: there is an answer, whatever it is. `gone`: the request has expired or accepts no more attempts
             * @enum {string}
             */
            state: "open" | "done" | "gone";
        };
        /** @description A request with its state, for the client that created it. */
        RequestView: {
            /** @description The alternatives of the policy (`any_of`) in words. The person shows one of them. */
            alternatives?: components["schemas"]["DescribedAlternative"][];
            /** @description The client_id of the verifier */
            audience: string;
            /** Format: date-time */
            expires_at: string;
            /** @description Presentations that passed all checks except the last ones (distinct sources, range proof) */
            failed_attempts: number;
            /** @description 128 random bits. The id is the capability to answer the request. */
            id: string;
            /** @description What the request was made with */
            legal_basis?: string;
            /** @description The listing that made the request */
            listing_id?: string;
            /** @description 256 random bits, base64url */
            nonce: string;
            /** @description The decoded policy of `transaction_data` */
            policy: components["schemas"]["Policy"];
            /** @description Only if answered or disclosed: a JWT, signed with a key of `/.well-known/jwks.json`. `typ: zk-income-receipt+jwt` contains the proved statements and no income; `typ: zk-income-disclosure+jwt` contains claims, and says that no income was checked. */
            receipt?: string;
            /**
             * @description `answered`: verified, with a receipt. `answered_unbound`: there is an answer, whose verdict and receipt are shown once its response code is redeemed. `disclosed`: claims without a proof; no income was checked
             * @enum {string}
             */
            state: "pending" | "answered" | "answered_unbound" | "disclosed" | "expired";
            /** @description Each predicate in words made from its terms, in order: what the person is asked to prove */
            statements: components["schemas"]["Words"][];
            /** @description Names the state of the request for GET /requests/status/{status_id}; only where OpenID wallets can answer */
            status_id?: string;
            /** @description base64url of the canonical JSON (RFC 8785) of the policy; an empty list in disclosure mode, which proves nothing */
            transaction_data: string[];
            /** @description Only if answered */
            verdict?: components["schemas"]["OwnerVerdict"];
            /** @description The latest errors that wallets reported. Any party with the link of the request can report one: no error is final */
            wallet_errors?: components["schemas"]["WalletError"][];
            /** @description What you probably did not mean, though the policy is valid: an amount other than 0 of fewer than 1000 whole units for the largest coefficient of its predicate, in a currency with decimals; an issuer that the verifier does not trust, beside one that it does. Empty if there is nothing to warn of. */
            warnings: components["schemas"]["Warning"][];
        };
        Started: {
            /** @enum {string} */
            status: "started";
        };
        TemplateList: {
            templates: components["schemas"]["PolicyTemplate"][];
        };
        /** @description A parameter of a template. */
        TemplateParameter: {
            /** @description The value if absent, of the type of the parameter */
            default?: unknown;
            description: components["schemas"]["Words"];
            /** @description A valid value */
            example: unknown;
            /** @description The largest value, of the type of the parameter */
            maximum?: unknown;
            /** @description The smallest value, of the type of the parameter */
            minimum?: unknown;
            name: string;
            /** @description Whether there is neither a default nor a meaning of its absence */
            required: boolean;
            /**
             * @description `amount`: a decimal integer, as a string. `ratio`: a string such as "3", "2.5" or "10/3". `claims`: a list of names from `values`
             * @enum {string}
             */
            type: "amount" | "integer" | "ratio" | "choice" | "currency" | "text" | "claims";
            /** @enum {string} */
            unit?: "smallest currency unit" | "smallest currency unit per month" | "smallest currency unit per year" | "months" | "days" | "people" | "percent";
            /** @description Every value of a choice; every name of claims */
            values?: string[];
        };
        /** @description The public rule that a template follows. */
        TemplateSource: {
            title: string;
            /** Format: uri */
            url: string;
        };
        Term: {
            /** @enum {string} */
            attribute: "gross_income" | "net_income" | "regular_gross" | "regular_net" | "variable_income" | "lowest_month_gross" | "lowest_month_net" | "self_employed_profit" | "benefits" | "pension" | "maintenance" | "debt_payments" | "rent_paid" | "months_employed" | "contract_months_left";
            /** @description Not 0 */
            coefficient: number;
            /** @description An id from `credentials` */
            credential: string;
        };
        /** @description The verdict: verified, or refused with a code */
        Verdict: components["schemas"]["Verified"] | components["schemas"]["Refused"];
        Verified: {
            /** @description The id of the alternative that was shown, if the policy has `any_of` */
            alternative?: string;
            /** @enum {string} */
            code: "verified";
            predicates: components["schemas"]["ProvedPredicate"][];
            /** @enum {boolean} */
            verified: true;
        };
        VerifyRequest: {
            /** @description An SD-JWT+KB for each credential id of the policy, those of all people together, or of the alternative that the key bindings name; at most 64 KiB in total */
            presentations: {
                [key: string]: string;
            };
            request_id: string;
        };
        WalletAnswer: {
            /**
             * Format: uri
             * @description Where the wallet sends the person, of a request with `wallet.redirect_uri`
             */
            redirect_uri?: string;
        };
        /** @description What a wallet reported instead of an answer. */
        WalletError: {
            /** Format: date-time */
            at: string;
            /** @description A code of the wallet */
            error: string;
            /** @description The wallet's own words */
            error_description?: string;
        };
        /** @description Requires that the verifier has a certificate. */
        WalletOptions: {
            /**
             * @description By what the certificate names the verifier. `x509_san_dns` if absent
             * @enum {string}
             */
            client_id_scheme?: "x509_san_dns" | "x509_hash";
            /** @description Whether the request also names the formats as drafts of OpenID4VP did. Some wallets need it, and others refuse such a request. `false` if absent */
            legacy_formats?: boolean;
            /**
             * @description `disclosure`: for wallets that prove nothing. They disclose the claims of one credential of one person, and no income is checked. The policy has an empty list of `predicates`. `proof` if absent
             * @enum {string}
             */
            mode?: "proof" | "disclosure";
            /**
             * Format: uri
             * @description An https URL without a fragment, for wallets on the device that asks. The wallet sends the person there with `#response_code=…`. The answer is `answered_unbound` until POST /requests/{id}/redeem gets this code from the session that asked.
             */
            redirect_uri?: string;
            /**
             * @description How wallets that support both methods get the request object. `post` if absent
             * @enum {string}
             */
            request_uri_method?: "post" | "get";
            /**
             * @description `direct_post.jwt`: wallets encrypt their answer. `direct_post` if absent
             * @enum {string}
             */
            response_mode?: "direct_post" | "direct_post.jwt";
        };
        /** @description A part of the policy that is valid, and probably not meant. */
        Warning: {
            /** @description What it means as it stands */
            detail: string;
            /** @description A JSON pointer (RFC 6901) as a URI fragment */
            pointer: string;
        };
        Webhook: {
            /** Format: date-time */
            created_at: string;
            /** @description The events that it gets */
            events: ("request.verified" | "request.disclosed" | "request.refused" | "request.expired" | "offer.issued" | "credential.revoked")[];
            /** @description The id of the webhook */
            id: string;
            /** @description Verifies signatures `v1a` (ed25519). Absent if the operator removed the key that the secret follows from: rotate the secret */
            public_key?: string;
            /**
             * @description `stopped` after the receiver answered with 410. Rotate the secret to start it again
             * @enum {string}
             */
            state: "active" | "stopped";
            /**
             * Format: uri
             * @description The URL that gets the events
             */
            url: string;
        };
        WebhookDelivery: {
            /** @description Attempts so far */
            attempts: number;
            /**
             * @description Why the last attempt had no response
             * @enum {string}
             */
            error?: "address_not_allowed" | "unreachable" | "tls_failed" | "timeout" | "key_unavailable";
            /**
             * Format: date-time
             * @description When the event happened
             */
            happened_at: string;
            /** @description The `webhook-id` of every attempt */
            id: string;
            /** Format: date-time */
            last_attempt_at: string;
            /**
             * Format: date-time
             * @description Only while `retrying`
             */
            next_attempt_at?: string;
            /**
             * @description `failed`: no further attempt follows
             * @enum {string}
             */
            state: "retrying" | "delivered" | "failed";
            /** @description The status of the last response */
            status?: number;
            /** @description The id of the request, the offer or the batch of credentials */
            subject_id: string;
            /**
             * @description The event
             * @enum {string}
             */
            type: "request.verified" | "request.disclosed" | "request.refused" | "request.expired" | "offer.issued" | "credential.revoked";
        };
        WebhookDeliveryList: {
            deliveries: components["schemas"]["WebhookDelivery"][];
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        WebhookRequest: {
            /** @description The events that it gets; all if absent */
            events?: ("request.verified" | "request.disclosed" | "request.refused" | "request.expired")[] | null;
            /** @description An https URL with the port 443 or 8443, on a host with public addresses */
            url: string;
        };
        /** @description Lengths of periods in months; `min` is not above `max`. */
        WindowMonths: {
            max: number;
            min: number;
        };
        /** @description One text in English and in German, the same on every platform. */
        Words: {
            /** @description German */
            de: string;
            /** @description English */
            en: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Present if this is the response to an earlier request with the same `Idempotency-Key` */
        "Idempotency-Replayed": "true";
        /** @description The remaining budget: `r` requests now, and more in `t` seconds */
        RateLimit: string;
        /** @description The limits of the plan (draft-ietf-httpapi-ratelimit-headers): `q` requests per `w` seconds. `rate` gives the size of a burst and the time in which it refills, `month` the quota of the calendar month (UTC). */
        "RateLimit-Policy": string;
        /** @description Seconds to wait before a retry. Absent for some codes. */
        "Retry-After": number;
        /** @description The challenge (RFC 6750) */
        "WWW-Authenticate": string;
        /** @description Identifies the request in the logs */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys that verify the signatures of this service */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeySet"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process runs */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is ready */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isStarted: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service has started */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createListing: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. Use a new key for each new call, such as a UUID. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateListing"];
            };
        };
        responses: {
            /** @description The listing */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedListing"];
                };
            };
            /**
             * @description `invalid_idempotency_key`: The Idempotency-Key is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `invalid_input`: The input does not have the expected shape.
             *
             *     `policy_or_template_required`: The input has neither a policy nor a template with parameters, or both.
             *
             *     `template_unknown`: The template was not found.
             *
             *     `template_parameter_missing`: A parameter that the template requires is missing.
             *
             *     `template_parameter_unknown`: The template has no such parameter.
             *
             *     `template_parameter_invalid`: A parameter of the template is invalid or out of range.
             *
             *     `policy_invalid`: The policy is invalid.
             *
             *     `policy_out_of_range`: A bound of the policy is outside the range that a proof can cover.
             *
             *     `invalid_expiry`: The expiry is out of range.
             *
             *     `invalid_wallet_options`: An option for OpenID wallets is unknown or invalid.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used with another body. Use a new key for each call.
             *
             *     `in_progress`: The first request with this Idempotency-Key is still running.
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `policy_unanswerable`: No holder could answer a request with this policy.
             *
             *     `wallets_unsupported`: This verifier has no certificate for its current key, so that OpenID wallets cannot answer its requests.
             */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the listing */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingView"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `listing_unknown`: The listing was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the listing */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Listing, requests and receipts deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `listing_unknown`: The listing was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the listing */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Listing closed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `listing_unknown`: The listing was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getListingInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the listing and its secret, as its `link` contains them after `#` */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is asked */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingInvitation"];
                };
            };
            /** @description `listing_unknown`: The listing was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `listing_closed`: The listing takes no further applicants. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri_too_long`: The URL is too long. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests from this address. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyToListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the listing and its secret, as its `link` contains them after `#` */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request of the applicant */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            /** @description `listing_unknown`: The listing was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `listing_closed`: The listing takes no further applicants. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri_too_long`: The URL is too long. */
            414: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests from this address. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRequestObject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the request and its secret, as `wallet_link` contains them */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The signed request object */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/oauth-authz-req+jwt": string;
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_already_answered`: The request was already answered. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_expired`: The request has expired. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `too_many_attempts`: The request has reached its limit of failed attempts. Create a new request.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    fetchRequestObject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the request and its secret, as `wallet_link` contains them */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["RequestObjectForm"];
            };
        };
        responses: {
            /** @description The signed request object */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/oauth-authz-req+jwt": string;
                };
            };
            /**
             * @description `invalid_request`: The form is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_already_answered`: The request was already answered. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_expired`: The request has expired. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `too_many_attempts`: The request has reached its limit of failed attempts. Create a new request.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    sendResponse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the request and its secret, as `wallet_link` contains them */
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["AuthorizationResponse"];
            };
        };
        responses: {
            /** @description The answer or error was taken */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletAnswer"];
                };
            };
            /**
             * @description `invalid_request`: The form, its encryption, its state or its vp_token is malformed or of another request, or a presentation fails a check, which `code` names.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `presentation_missing`: The presentation of a credential of the policy is missing.
             *
             *     `presentation_malformed`: A presentation is not an SD-JWT with key binding.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_already_answered`: The request was already answered. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `request_expired`: The request has expired. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `payload_too_large`: The body is too large.
             *
             *     `presentation_too_large`: The presentations are larger than 64 KiB.
             */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `too_many_attempts`: The request has reached its limit of failed attempts. Create a new request.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
            /**
             * @description `overloaded`: The service is overloaded. Retry later.
             *
             *     `unavailable`: The service is unavailable. Retry later.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenidError"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every template with its parameters */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateList"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRequest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. Use a new key for each new call, such as a UUID. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRequest"];
            };
        };
        responses: {
            /** @description The request */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedRequest"];
                };
            };
            /**
             * @description `invalid_idempotency_key`: The Idempotency-Key is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `policy_or_template_required`: The input has neither a policy nor a template with parameters, or both.
             *
             *     `template_unknown`: The template was not found.
             *
             *     `template_parameter_missing`: A parameter that the template requires is missing.
             *
             *     `template_parameter_unknown`: The template has no such parameter.
             *
             *     `template_parameter_invalid`: A parameter of the template is invalid or out of range.
             *
             *     `policy_invalid`: The policy is invalid.
             *
             *     `policy_out_of_range`: A bound of the policy is outside the range that a proof can cover.
             *
             *     `invalid_expiry`: The expiry is out of range.
             *
             *     `invalid_wallet_options`: An option for OpenID wallets is unknown or invalid.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used with another body. Use a new key for each call.
             *
             *     `in_progress`: The first request with this Idempotency-Key is still running.
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `policy_unanswerable`: No holder could answer a request with this policy.
             *
             *     `wallets_unsupported`: This verifier has no certificate for its current key, so that OpenID wallets cannot answer its requests.
             */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the request */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description State, verdict and receipt */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestView"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the request */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request deleted */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeemResponseCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the request */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedeemRequest"];
            };
        };
        responses: {
            /** @description The request with verdict and receipt */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestView"];
                };
            };
            /**
             * @description `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `response_code_invalid`: The response code is wrong or was already redeemed, or the request has no answer that it could bind.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             *
             *     `too_many_attempts`: The request has reached its limit of failed attempts. Create a new request.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRequestStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `status_id` of the request */
                statusId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestStatus"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests from this address. */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyProof: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyRequest"];
            };
        };
        responses: {
            /** @description The verdict: verified, or refused with a code */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            /**
             * @description `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `presentation_missing`: The presentation of a credential of the policy is missing.
             *
             *     `presentation_malformed`: A presentation is not an SD-JWT with key binding.
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_unknown`: The request was not found. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_already_answered`: The request was already answered. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_expired`: The request has expired. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `payload_too_large`: The body is too large.
             *
             *     `presentation_too_large`: The presentations are larger than 64 KiB.
             */
            413: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `too_many_attempts`: The request has reached its limit of failed attempts. Create a new request.
             */
            429: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `overloaded`: The service is overloaded. Retry later.
             *
             *     `unavailable`: The service is unavailable. Retry later.
             */
            503: {
                headers: {
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks, without their secrets */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe for 24 hours: the same key and body get the same response, with `Idempotency-Replayed: true`. After a 503 or a broken connection, a retry continues what the first request began. Use a new key for each new call, such as a UUID. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook, with its secret */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            /**
             * @description `invalid_idempotency_key`: The Idempotency-Key is malformed.
             *
             *     `bad_request`: The HTTP request is invalid.
             *
             *     `invalid_json`: The body is not valid I-JSON.
             *
             *     `validation_failed`: The input does not have the expected shape.
             *
             *     `webhook_url_invalid`: The URL cannot receive webhooks.
             */
            400: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `idempotency_key_reused`: The Idempotency-Key was used with another body. Use a new key for each call.
             *
             *     `in_progress`: The first request with this Idempotency-Key is still running.
             *
             *     `webhook_limit_reached`: The client has as many webhooks as it may have. Remove one first.
             */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The media type of the body is not the expected one. */
            415: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhooks_unsupported`: This service sends no webhooks: its operator configured no WEBHOOK_KEYS. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Webhook removed */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_unknown`: The webhook was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryList"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_unknown`: The webhook was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the delivery */
                delivery: string;
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service will send it */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `webhook_unknown`: The webhook was not found.
             *
             *     `webhook_delivery_unknown`: The delivery was not found.
             */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_stopped`: The receiver answered 410, and the webhook stopped. Rotate its secret to start it again. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `id` of the webhook */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, with its new secret */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedWebhook"];
                };
            };
            /** @description `unauthorized`: A valid API key is required. */
            401: {
                headers: {
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: The API key lacks the required scope. */
            403: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhook_unknown`: The webhook was not found. */
            404: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `webhooks_unsupported`: This service sends no webhooks: its operator configured no WEBHOOK_KEYS. */
            422: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `rate_limited`: Too many requests from this address.
             *
             *     `rate_exceeded`: The client exceeded the rate limit of its plan.
             *
             *     `quota_exceeded`: The client exceeded the monthly quota of its plan.
             */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: An internal error occurred. The service logged it under the `instance` of this response. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is unavailable. Retry later. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    "Retry-After": components["headers"]["Retry-After"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
