import type { Pricing } from '../../core/ports.ts';
import { parseEndpoint } from './endpoint.ts';

/** Prices of models, from a list that is loaded when the first model that costs money is opened. */
export interface PriceList extends Pricing {
  /** Resolves once prices are known; until then they count as unknown. */
  load(): Promise<void>;
}

/**
 * Prices of `@pydantic/genai-prices`. Simulated and replayed answers cost 0 by definition: nobody
 * is called. A server on this machine, or one that is not in the list, has no known price, even
 * where its model carries the name of one that has.
 */
export function createPricing(): PriceList {
  let prices: typeof import('@pydantic/genai-prices') | undefined;
  return {
    async load() {
      prices ??= await import('@pydantic/genai-prices');
    },
    cost(model, usage) {
      if (model.isSimulated || model.provider === 'simulated' || model.provider === 'replay')
        return 0;
      if (prices === undefined || model.baseUrl === undefined) return null;
      try {
        const { baseUrl, isLoopback } = parseEndpoint(model.baseUrl);
        if (isLoopback) return null;
        const provider = prices.findProvider({ providerApiUrl: baseUrl });
        if (provider === undefined) return null;
        const { inputTokens, outputTokens, cachedInputTokens } = usage;
        const price = prices.calcPrice(
          {
            input_tokens: inputTokens,
            output_tokens: outputTokens,
            ...(cachedInputTokens === undefined ? {} : { cache_read_tokens: cachedInputTokens }),
          },
          model.name,
          { provider },
        );
        return price !== null && Number.isFinite(price.total_price) ? price.total_price : null;
      } catch {
        // Usage that contradicts itself (more cached than sent) has no price.
        return null;
      }
    },
  };
}
