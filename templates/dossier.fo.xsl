<?xml version="1.0" encoding="UTF-8"?>
<!-- One size option's dossier as XSL-FO, from the signed XML alone. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:d="urn:auditor:dossier:1"
    exclude-result-prefixes="d">
  <xsl:import href="page.xsl"/>
  <xsl:import href="tables.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:variable name="head" select="/d:dossier/d:head"/>
  <xsl:variable name="subject" select="/d:dossier/d:subject"/>
  <xsl:variable name="option" select="/d:dossier/d:option"/>
  <xsl:variable name="label">
    <xsl:call-template name="word"><xsl:with-param name="text" select="$option/@label"/></xsl:call-template>
  </xsl:variable>
  <xsl:variable name="findings" select="/d:dossier/d:findings/d:finding"/>
  <xsl:variable name="themes" select="/d:dossier/d:verdict/d:theme[@name = $findings/@theme]"/>
  <xsl:variable name="verdict" select="string(/d:dossier/d:verdict/@value)"/>

  <xsl:template match="/d:dossier">
    <fo:root xsl:use-attribute-sets="root">
      <xsl:call-template name="masters"/>
      <xsl:call-template name="declarations">
        <xsl:with-param name="title" select="concat($S[../@id = 'dossier'], ' – ', $label)"/>
      </xsl:call-template>
      <fo:bookmark-tree>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'summary'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'results'"/></xsl:call-template>
        <fo:bookmark internal-destination="findings">
          <fo:bookmark-title><xsl:value-of select="$S[../@id = 'findings']"/></fo:bookmark-title>
          <xsl:for-each select="$themes">
            <fo:bookmark internal-destination="theme-{@name}">
              <fo:bookmark-title><xsl:value-of select="$S[../@id = concat('theme.', current()/@name)]"/></fo:bookmark-title>
            </fo:bookmark>
          </xsl:for-each>
        </fo:bookmark>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'weights'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'evidence'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'packs'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'verify'"/></xsl:call-template>
      </fo:bookmark-tree>
      <xsl:call-template name="dossier-cover"/>
      <fo:page-sequence id="all" master-reference="page" initial-page-number="2"
          force-page-count="no-force">
        <xsl:call-template name="running">
          <xsl:with-param name="left" select="$head/d:id"/>
          <xsl:with-param name="right" select="$label"/>
        </xsl:call-template>
        <fo:flow flow-name="xsl-region-body">
          <xsl:call-template name="summary"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'summary'"/></xsl:call-template>
          <xsl:call-template name="dossier-contents"/>
          <xsl:call-template name="results"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'results'"/></xsl:call-template>
          <xsl:call-template name="findings"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'findings'"/></xsl:call-template>
          <xsl:call-template name="weights"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'weights'"/></xsl:call-template>
          <xsl:call-template name="evidence"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'evidence'"/></xsl:call-template>
          <xsl:call-template name="packs"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'packs'"/></xsl:call-template>
          <xsl:call-template name="verify-page">
            <xsl:with-param name="xml" select="'dossier.xml'"/>
            <xsl:with-param name="pdf" select="concat('dossier.', $lang, '.pdf')"/>
          </xsl:call-template>
        </fo:flow>
      </fo:page-sequence>
    </fo:root>
  </xsl:template>

  <xsl:template name="dossier-contents">
    <fo:block keep-together.within-page="always">
      <fo:block id="contents" xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'contents']"/></fo:block>
      <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'results'"/></xsl:call-template>
      <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'findings'"/></xsl:call-template>
      <xsl:for-each select="$themes">
        <xsl:call-template name="contents-line">
          <xsl:with-param name="id" select="concat('theme-', @name)"/>
          <xsl:with-param name="words" select="$S[../@id = concat('theme.', current()/@name)]"/>
          <xsl:with-param name="indent" select="'12pt'"/>
        </xsl:call-template>
      </xsl:for-each>
      <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'weights'"/></xsl:call-template>
      <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'evidence'"/></xsl:call-template>
      <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'packs'"/></xsl:call-template>
      <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'verify'"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <xsl:template name="dossier-cover">
    <xsl:variable name="identity">
      <fo:table table-layout="fixed" width="166mm">
        <fo:table-column column-width="44mm"/>
        <fo:table-column column-width="122mm"/>
        <fo:table-body>
          <xsl:call-template name="identity-rows"/>
        </fo:table-body>
      </fo:table>
    </xsl:variable>
    <xsl:call-template name="cover">
      <xsl:with-param name="kicker" select="concat($S[../@id = 'dossier'], ' · ',
          $S[../@id = concat('sector.', $subject/@sector)])"/>
      <xsl:with-param name="title">
        <xsl:call-template name="in-language"><xsl:with-param name="texts" select="$subject/d:title"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="subtitle" select="concat($S[../@id = 'option'], $colon, ' ', $label)"/>
      <xsl:with-param name="badge-label" select="$S[../@id = 'verdict']"/>
      <xsl:with-param name="badge-value" select="$verdict"/>
      <xsl:with-param name="badge-words" select="$S[../@id = concat('verdict.', $verdict)]"/>
      <xsl:with-param name="identity" select="$identity"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="identity-rows">
    <xsl:call-template name="identity-row">
      <xsl:with-param name="id" select="'reference'"/>
      <xsl:with-param name="value" select="string($head/d:id)"/>
    </xsl:call-template>
    <xsl:call-template name="subject-rows"/>
  </xsl:template>

  <!-- Executive summary: what the verdict is, why, and beside which options. -->
  <xsl:template name="summary">
    <fo:block id="summary" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'summary']"/></fo:block>
    <fo:block xsl:use-attribute-sets="prose">
      <xsl:call-template name="chip">
        <xsl:with-param name="kind" select="'verdict'"/>
        <xsl:with-param name="value" select="$verdict"/>
      </xsl:call-template>
      <xsl:text>. </xsl:text>
      <xsl:value-of select="$S[../@id = concat('verdict.', $verdict, '.means')]"/>
      <xsl:text> </xsl:text>
      <xsl:value-of select="concat(count($findings), '&#xA0;', $S[../@id = 'summary.counts'], ' ')"/>
      <xsl:call-template name="counts-in-words"/>
      <xsl:text>. </xsl:text>
      <xsl:value-of select="concat(count(/d:dossier/d:evidence/d:file), '&#xA0;', $S[../@id = 'summary.evidence'],
          ' ', count(/d:dossier/d:evidence/d:file[@status = 'refused']), '.')"/>
    </fo:block>
    <fo:block xsl:use-attribute-sets="prose">
      <xsl:call-template name="in-language"><xsl:with-param name="texts" select="$subject/d:purpose"/></xsl:call-template>
    </fo:block>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'summary.options']"/></fo:block>
    <xsl:call-template name="options-table">
      <xsl:with-param name="options" select="/d:dossier/d:options/d:option"/>
      <xsl:with-param name="tinted" select="$option/@id"/>
    </xsl:call-template>
    <xsl:call-template name="summary-figures"/>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'summary.themes']"/></fo:block>
    <xsl:call-template name="theme-table"/>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'summary.reasons']"/></fo:block>
    <xsl:call-template name="reasons"/>
  </xsl:template>

  <xsl:template name="theme-table">
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="33mm"/>
      <fo:table-column column-width="19mm" number-columns-repeated="7"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'theme'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.fail'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.unknown'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.waived'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.attested'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.pass'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.not-yet-applicable'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome.not-applicable'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="/d:dossier/d:verdict/d:theme">
          <xsl:variable name="theme" select="."/>
          <fo:table-row xsl:use-attribute-sets="row">
            <fo:table-cell xsl:use-attribute-sets="cell" role="TH">
              <fo:block><xsl:value-of select="$S[../@id = concat('theme.', $theme/@name)]"/></fo:block>
            </fo:table-cell>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@fail"/><xsl:with-param name="outcome" select="'fail'"/></xsl:call-template>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@unknown"/><xsl:with-param name="outcome" select="'unknown'"/></xsl:call-template>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@waived"/><xsl:with-param name="outcome" select="'waived'"/></xsl:call-template>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@attested"/><xsl:with-param name="outcome" select="'attested'"/></xsl:call-template>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@pass"/><xsl:with-param name="outcome" select="'pass'"/></xsl:call-template>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@not-yet-applicable"/><xsl:with-param name="outcome" select="'not-yet-applicable'"/></xsl:call-template>
            <xsl:call-template name="number-cell"><xsl:with-param name="n" select="@not-applicable"/><xsl:with-param name="outcome" select="'not-applicable'"/></xsl:call-template>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="number-cell">
    <xsl:param name="n"/>
    <xsl:param name="outcome"/>
    <xsl:variable name="colour">
      <xsl:choose>
        <xsl:when test="$n = 0">#9CA3AF</xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="colour-of"><xsl:with-param name="value" select="$outcome"/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <fo:table-cell xsl:use-attribute-sets="cell">
      <fo:block text-align="end" color="{$colour}"><xsl:value-of select="$n"/></fo:block>
    </fo:table-cell>
  </xsl:template>

  <xsl:template name="reasons">
    <xsl:choose>
      <xsl:when test="/d:dossier/d:verdict/d:because">
        <fo:table xsl:use-attribute-sets="table">
          <fo:table-column column-width="26mm"/>
          <fo:table-column column-width="32mm"/>
          <fo:table-column column-width="22mm"/>
          <fo:table-column column-width="86mm"/>
          <fo:table-header>
            <fo:table-row xsl:use-attribute-sets="head-row">
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'severity'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'reason'"/></xsl:call-template>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body>
            <xsl:apply-templates select="/d:dossier/d:verdict/d:because[@severity = 'blocker'][@outcome = 'fail']"/>
            <xsl:apply-templates select="/d:dossier/d:verdict/d:because[@severity = 'blocker'][@outcome = 'unknown']"/>
            <xsl:apply-templates select="/d:dossier/d:verdict/d:because[@severity = 'major'][@outcome = 'fail']"/>
            <xsl:apply-templates select="/d:dossier/d:verdict/d:because[@severity = 'major'][@outcome = 'unknown']"/>
          </fo:table-body>
        </fo:table>
      </xsl:when>
      <xsl:otherwise>
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'summary.none']"/></fo:block>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="d:because">
    <xsl:variable name="rule" select="@rule"/>
    <fo:table-row xsl:use-attribute-sets="row">
      <fo:table-cell xsl:use-attribute-sets="cell">
        <fo:block>
          <fo:basic-link internal-destination="{$rule}" color="{$navy}"><xsl:value-of select="$rule"/></fo:basic-link>
        </fo:block>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell">
        <fo:block>
          <xsl:call-template name="chip">
            <xsl:with-param name="kind" select="'outcome'"/>
            <xsl:with-param name="value" select="@outcome"/>
          </xsl:call-template>
        </fo:block>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell">
        <fo:block><xsl:value-of select="$S[../@id = concat('severity.', current()/@severity)]"/></fo:block>
      </fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell">
        <fo:block>
          <xsl:call-template name="in-language">
            <xsl:with-param name="texts" select="$findings[@rule = $rule]/d:title"/>
          </xsl:call-template>
        </fo:block>
      </fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <!-- Results and losses. -->
  <xsl:template name="results">
    <fo:block id="results" space-before="20.25pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'results']"/></fo:block>
    <xsl:choose>
      <xsl:when test="/d:dossier/d:results/d:result">
        <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'results.intro']"/></fo:block>
        <xsl:call-template name="results-table">
          <xsl:with-param name="results" select="/d:dossier/d:results/d:result"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'results.none']"/></fo:block>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="/d:dossier/d:results/d:loss">
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'losses']"/></fo:block>
      <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'losses.intro']"/></fo:block>
      <xsl:call-template name="losses-figure">
        <xsl:with-param name="losses" select="/d:dossier/d:results/d:loss"/>
      </xsl:call-template>
      <xsl:call-template name="losses-table">
        <xsl:with-param name="losses" select="/d:dossier/d:results/d:loss"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Findings: open ones in full, the rest in a table. -->
  <xsl:template name="findings">
    <fo:block id="findings" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'findings']"/></fo:block>
    <xsl:for-each select="/d:dossier/d:verdict/d:theme">
      <xsl:variable name="theme" select="@name"/>
      <xsl:variable name="mine" select="$findings[@theme = $theme]"/>
      <xsl:if test="$mine">
        <fo:block id="theme-{$theme}" xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = concat('theme.', $theme)]"/></fo:block>
        <xsl:apply-templates select="$mine[@outcome = 'fail'][@severity = 'blocker']"/>
        <xsl:apply-templates select="$mine[@outcome = 'unknown'][@severity = 'blocker']"/>
        <xsl:apply-templates select="$mine[@outcome = 'fail'][@severity != 'blocker']"/>
        <xsl:apply-templates select="$mine[@outcome = 'unknown'][@severity != 'blocker']"/>
        <xsl:apply-templates select="$mine[@outcome = 'waived']"/>
        <xsl:apply-templates select="$mine[@outcome = 'attested']"/>
        <xsl:apply-templates select="$mine[@outcome = 'not-yet-applicable']"/>
        <xsl:call-template name="settled">
          <xsl:with-param name="settled" select="$mine[@outcome = 'pass' or @outcome = 'not-applicable']"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="d:finding">
    <fo:table role="Sect" table-layout="fixed" width="166mm" space-before="6.75pt" space-after="6.75pt">
      <fo:table-column column-width="34mm"/>
      <fo:table-column column-width="132mm"/>
      <fo:table-body>
        <fo:table-row keep-together.within-page="always">
          <fo:table-cell border-top="0.6pt solid {$navy}" padding-top="4pt">
            <fo:block id="{@rule}" font-weight="bold"><xsl:value-of select="@rule"/></fo:block>
            <fo:block font-size="8.5pt">
              <xsl:call-template name="chip">
                <xsl:with-param name="kind" select="'outcome'"/>
                <xsl:with-param name="value" select="@outcome"/>
              </xsl:call-template>
            </fo:block>
            <fo:block font-size="8pt" line-height="11pt" color="{$grey}">
              <xsl:value-of select="$S[../@id = concat('severity.', current()/@severity)]"/>
            </fo:block>
          </fo:table-cell>
          <fo:table-cell border-top="0.6pt solid {$navy}" padding-top="4pt">
            <fo:block role="H3" font-weight="bold">
              <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:title"/></xsl:call-template>
            </fo:block>
            <fo:block hyphenate="true">
              <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:statement"/></xsl:call-template>
            </fo:block>
            <xsl:apply-templates select="." mode="message"/>
            <xsl:apply-templates select="." mode="figures"/>
            <xsl:if test="@outcome = 'fail' or @outcome = 'unknown' or @readiness = 'fail' or @readiness = 'unknown'">
              <fo:block font-size="8.5pt" line-height="12pt" space-before="3pt">
                <fo:inline font-weight="bold"><xsl:value-of select="concat($S[../@id = 'remedy'], $colon, ' ')"/></fo:inline>
                <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:remedy"/></xsl:call-template>
              </fo:block>
            </xsl:if>
            <xsl:apply-templates select="d:waiver"/>
            <xsl:apply-templates select="." mode="ground"/>
          </fo:table-cell>
        </fo:table-row>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template match="d:finding" mode="message">
    <xsl:if test="string(d:message[@xml:lang = $lang]) != ''">
      <xsl:variable name="colour">
        <xsl:call-template name="colour-of"><xsl:with-param name="value" select="@outcome"/></xsl:call-template>
      </xsl:variable>
      <fo:block space-before="3pt" color="{$colour}">
        <xsl:call-template name="message"><xsl:with-param name="texts" select="d:message"/></xsl:call-template>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template match="d:finding" mode="figures">
    <xsl:if test="string(d:observed) != '' or string(d:threshold) != ''">
      <fo:block font-size="8.5pt" line-height="12pt" space-before="3pt">
        <xsl:if test="string(d:observed) != ''">
          <xsl:value-of select="concat($S[../@id = 'observed'], $colon, ' ')"/>
          <xsl:call-template name="literal"><xsl:with-param name="value" select="string(d:observed)"/></xsl:call-template>
        </xsl:if>
        <xsl:if test="string(d:observed) != '' and string(d:threshold) != ''"> · </xsl:if>
        <xsl:if test="string(d:threshold) != ''">
          <xsl:value-of select="concat($S[../@id = 'threshold'], $colon, ' ')"/>
          <xsl:call-template name="literal"><xsl:with-param name="value" select="string(d:threshold)"/></xsl:call-template>
        </xsl:if>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template match="d:waiver">
    <fo:block font-size="8.5pt" line-height="12pt" space-before="3pt" color="#B45309">
      <xsl:value-of select="concat($S[../@id = 'waiver'], ' ')"/>
      <xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template>
      <xsl:value-of select="concat(', ', $S[../@id = 'until'], ' ')"/>
      <xsl:call-template name="date"><xsl:with-param name="value" select="@until"/></xsl:call-template>
      <xsl:if test="@expired = 'yes'"><xsl:value-of select="concat(' (', $S[../@id = 'expired'], ')')"/></xsl:if>
      <xsl:value-of select="concat($colon, ' ')"/>
      <xsl:call-template name="word"><xsl:with-param name="text" select="@reason"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <!-- The law, its status, and the evidence that the finding rests on. -->
  <xsl:template match="d:finding" mode="ground">
    <fo:block font-size="8pt" line-height="11pt" color="#4B5563" space-before="3pt">
      <xsl:value-of select="concat($S[../@id = 'citation'], $colon, ' ')"/>
      <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:citation"/></xsl:call-template>
      <xsl:value-of select="concat(' (', $S[../@id = concat('source.', current()/@source)], ')')"/>
      <xsl:if test="@in-force != ''">
        <xsl:value-of select="concat(', ', $S[../@id = 'in-force'], ' ')"/>
        <xsl:call-template name="date"><xsl:with-param name="value" select="@in-force"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="@outcome = 'not-yet-applicable'">
        <xsl:value-of select="concat(', ', $S[../@id = 'readiness'], $colon, ' ', $S[../@id = concat('outcome.', current()/@readiness)])"/>
      </xsl:if>
    </fo:block>
    <xsl:if test="d:source">
      <fo:block font-size="8pt" line-height="11pt" color="#4B5563">
        <xsl:value-of select="concat($S[../@id = 'evidence.refs'], $colon, ' ')"/>
        <xsl:for-each select="d:source[position() &lt;= 6]">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <fo:basic-link internal-destination="{@evidence}" color="{$navy}"><xsl:value-of select="@evidence"/></fo:basic-link>
          <xsl:if test="@place != ''"><xsl:value-of select="concat(' (', @place, ')')"/></xsl:if>
        </xsl:for-each>
        <xsl:if test="count(d:source) &gt; 6">
          <xsl:value-of select="concat(' + ', count(d:source) - 6)"/>
        </xsl:if>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template name="settled">
    <xsl:param name="settled"/>
    <xsl:if test="$settled">
      <fo:block role="H3" font-weight="bold" space-before="9pt" space-after="3pt"
          keep-with-next.within-page="always"><xsl:value-of select="$S[../@id = 'findings.passed']"/></fo:block>
      <fo:table xsl:use-attribute-sets="table">
        <fo:table-column column-width="26mm"/>
        <fo:table-column column-width="32mm"/>
        <fo:table-column column-width="108mm"/>
        <fo:table-header>
          <fo:table-row xsl:use-attribute-sets="head-row">
            <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
            <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome'"/></xsl:call-template>
            <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'reason'"/></xsl:call-template>
          </fo:table-row>
        </fo:table-header>
        <fo:table-body>
          <xsl:for-each select="$settled">
            <fo:table-row xsl:use-attribute-sets="row">
              <xsl:call-template name="not-alone"/>
              <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="@rule"/></fo:block></fo:table-cell>
              <fo:table-cell xsl:use-attribute-sets="cell">
                <fo:block>
                  <xsl:call-template name="chip">
                    <xsl:with-param name="kind" select="'outcome'"/>
                    <xsl:with-param name="value" select="@outcome"/>
                  </xsl:call-template>
                </fo:block>
              </fo:table-cell>
              <fo:table-cell xsl:use-attribute-sets="cell">
                <fo:block>
                  <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:title"/></xsl:call-template>
                  <xsl:if test="string(d:message[@xml:lang = $lang]) != ''">
                    <xsl:text>. </xsl:text>
                    <xsl:call-template name="message"><xsl:with-param name="texts" select="d:message"/></xsl:call-template>
                  </xsl:if>
                </fo:block>
              </fo:table-cell>
            </fo:table-row>
          </xsl:for-each>
        </fo:table-body>
      </fo:table>
    </xsl:if>
  </xsl:template>

  <xsl:template name="weights">
    <fo:block id="weights" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'weights']"/></fo:block>
    <xsl:choose>
      <xsl:when test="$option/d:weights">
        <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'weights.intro']"/></fo:block>
        <fo:table xsl:use-attribute-sets="table">
          <fo:table-column column-width="39mm"/>
          <fo:table-column column-width="18mm"/>
          <fo:table-column column-width="18mm"/>
          <fo:table-column column-width="91mm"/>
          <fo:table-header>
            <fo:table-row xsl:use-attribute-sets="head-row">
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'file'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'format'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'size'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'digest'"/></xsl:call-template>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body>
            <xsl:for-each select="$option/d:weights">
              <fo:table-row xsl:use-attribute-sets="row">
                <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="@path"/></fo:block></fo:table-cell>
                <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="@format"/></fo:block></fo:table-cell>
                <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end">
                  <xsl:call-template name="bytes"><xsl:with-param name="value" select="@bytes"/></xsl:call-template></fo:block></fo:table-cell>
                <fo:table-cell xsl:use-attribute-sets="cell"><xsl:call-template name="hash"><xsl:with-param name="value" select="@sha256"/></xsl:call-template></fo:table-cell>
              </fo:table-row>
            </xsl:for-each>
          </fo:table-body>
        </fo:table>
      </xsl:when>
      <xsl:otherwise>
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'weights.none']"/></fo:block>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One table an option, after that of what is about the family. -->
  <xsl:template name="evidence">
    <xsl:variable name="files" select="/d:dossier/d:evidence/d:file"/>
    <fo:block id="evidence" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'evidence']"/></fo:block>
    <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="concat($S[../@id = 'evidence.intro'], ' ', $S[../@id = 'evidence.cut'])"/></fo:block>
    <xsl:if test="$files[@option = '']">
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'evidence.family']"/></fo:block>
      <xsl:call-template name="evidence-table"><xsl:with-param name="files" select="$files[@option = '']"/></xsl:call-template>
    </xsl:if>
    <xsl:for-each select="/d:dossier/d:options/d:option">
      <xsl:variable name="mine" select="$files[@option = current()/@id]"/>
      <xsl:if test="$mine">
        <fo:block xsl:use-attribute-sets="h2">
          <xsl:value-of select="concat($S[../@id = 'evidence.option'], ' ')"/>
          <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
        </fo:block>
        <xsl:call-template name="evidence-table"><xsl:with-param name="files" select="$mine"/></xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="evidence-table">
    <xsl:param name="files"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="13mm"/>
      <fo:table-column column-width="84mm"/>
      <fo:table-column column-width="27mm"/>
      <fo:table-column column-width="42mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'ref'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'file'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'format'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'digest'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$files">
          <fo:table-row xsl:use-attribute-sets="row">
            <xsl:call-template name="not-alone"/>
            <xsl:if test="position() mod 2 = 0"><xsl:attribute name="background-color">#F9FAFB</xsl:attribute></xsl:if>
            <fo:table-cell xsl:use-attribute-sets="cell" role="TH"><fo:block id="{@id}"><xsl:value-of select="@id"/></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:value-of select="@path"/></fo:block>
              <xsl:if test="@status = 'refused'">
                <fo:block color="#A11D33"><xsl:value-of select="concat($S[../@id = 'status.refused'], $colon, ' ', @place)"/>
                  <xsl:if test="@place != ''">, </xsl:if><xsl:value-of select="@reason"/></fo:block>
              </xsl:if>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
              <xsl:choose>
                <xsl:when test="@status = 'read'"><xsl:value-of select="@format"/></xsl:when>
                <xsl:otherwise><xsl:value-of select="$S[../@id = concat('status.', current()/@status)]"/></xsl:otherwise>
              </xsl:choose></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block xsl:use-attribute-sets="mono">
                <xsl:choose>
                  <xsl:when test="@sha256 = ''">–</xsl:when>
                  <xsl:otherwise><xsl:value-of select="concat(substring(@sha256, 1, 24), '…')"/></xsl:otherwise>
                </xsl:choose>
              </fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
</xsl:stylesheet>
