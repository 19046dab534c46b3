// The functions that a screenshot calls in the page; geo/screenshot/scripts.py calls one at a time.
(() => {
    const look = needsMap => {
        const app = document.querySelector('.stApp');
        const main = document.querySelector('.stMain');
        const frames = [...document.querySelectorAll('iframe')].filter(
            frame => frame.src.includes('streamlit_folium') && frame.getClientRects().length);
        const maps = frames.map(frame => frame.contentDocument?.querySelector('[data-atlas]'));
        const own = document.querySelector('[data-atlas]');
        if (own) maps.push(own);
        const plain = !app && !document.getElementById('root');
        const alert = main?.querySelector('[data-testid=stAlertContentError]')?.innerText;
        const broken = main?.querySelector('[data-testid=stException]');
        const lost = maps.find(map => map?.dataset.atlas === 'failed');
        const waits = () => {
            if (document.readyState !== 'complete') return 'it is still being loaded';
            const over = plain || app?.dataset.testScriptState === 'notRunning';
            if (!over) return 'it is still being made';
            if (!(plain ? document.body : main)?.innerText.trim()) return 'it is blank';
            if (document.querySelector('[data-stale=true], [data-testid=stSkeleton], .stSpinner'))
                return 'a part of it is still being made';
            if (needsMap && !maps.length) return 'it has no map';
            for (const map of maps) {
                if (map?.dataset.atlas !== 'ready') return 'the map is still being loaded';
                if (map.dataset.missionsDrawn === undefined) return 'the map is not drawn';
            }
            const pages = [document, ...frames.map(frame => frame.contentDocument)];
            if (pages.some(page => page?.fonts.status !== 'loaded')) return 'letters are missing';
            return '';
        };
        const failed = () => {
            if (lost) return lost.querySelector('[role=alert]')?.textContent || 'the map failed';
            const over = app?.dataset.testScriptState === 'notRunning';
            if (over && broken) return 'something failed in the page itself.';
            return over && needsMap && !maps.length && alert || '';
        };
        return { waits, failed };
    };
    const map = () => Object.values(window).find(value => value instanceof L.Map);
    return {
        waits: needsMap => look(needsMap).waits(),
        rests: needsMap => {
            const { waits, failed } = look(needsMap);
            const fault = failed();
            if (fault) return { failed: fault.replace(/\s+/g, ' ').trim().slice(0, 1000) };
            return waits() ? null : { failed: '' };
        },
        height: () => {
            const main = document.querySelector('.stMain') ?? document.scrollingElement;
            return Math.ceil(Math.max(main.scrollHeight, document.scrollingElement.scrollHeight));
        },
        grow: ([width, height]) => {
            const frame = [...document.querySelectorAll('iframe')].find(
                one => one.contentDocument?.querySelector('[data-atlas]'));
            const shown = frame?.contentDocument.querySelector('[data-atlas]');
            const side = { width: `${width}px`, height: `${height}px` };
            const over = { ...side, position: 'fixed', inset: '0', 'z-index': '1000000', border: '0',
                'max-width': 'none', 'max-height': 'none' };
            for (const [one, style] of [[frame, over], [shown, side]])
                for (const [name, value] of Object.entries(style))
                    one?.style.setProperty(name, value, 'important');
        },
        hasMap: () => Boolean(document.querySelector('[data-atlas]') && window.EmbassyAtlas),
        picture: async ratio => {
            const blob = await EmbassyAtlas.picture(map(), { ratio });
            const bytes = new Uint8Array(await blob.arrayBuffer());
            let text = '';
            for (let i = 0; i < bytes.length; i += 32768)
                text += String.fromCharCode(...bytes.subarray(i, i + 32768));
            return btoa(text);
        },
        lacking: texts => EmbassyAtlas.lackingOn(map()) + EmbassyAtlas.lacking(texts),
    };
})()
