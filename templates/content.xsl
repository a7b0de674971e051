<?xml version="1.0" encoding="UTF-8"?>
<!-- What a dossier or a comparison says, in order, as a plain tree of sections,
     paragraphs and tables (urn:auditor:content:1). HTML and Markdown dress this
     tree, so that both say the same. In it:
       document  title, kicker, subtitle, badge, notice*, fact*, section*
       section   title, then p, small, command, table, entry, section
       table     title (its caption), column*, head, row*; cells are `cell`
       entry     one finding: title, badge, then p and small
       figure    title (its caption), alt, and the picture as SVG
       badge     value (of a verdict, outcome or answer); its words are the text
     and in running text: b, code, ref (to: an id of the tree), br. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" xmlns:c="urn:auditor:comparison:1"
    xmlns:b="urn:auditor:brand:1" xmlns:ch="urn:auditor:chart:1"
    xmlns:exsl="http://exslt.org/common" xmlns="urn:auditor:content:1"
    exclude-result-prefixes="d c b ch exsl">
  <xsl:import href="words.xsl"/>
  <xsl:import href="charts.xsl"/>

  <xsl:param name="form" select="'full'"/>
  <!-- "verified": the signature was checked before; else nobody checked it. -->
  <xsl:param name="origin" select="'unverified'"/>
  <xsl:param name="source-sha256" select="''"/>

  <xsl:variable name="subject" select="/*/*[local-name() = 'subject']"/>
  <xsl:variable name="head" select="/*/*[local-name() = 'head']"/>

  <xsl:template match="d:dossier" mode="content">
    <xsl:variable name="label">
      <xsl:call-template name="word"><xsl:with-param name="text" select="d:option/@label"/></xsl:call-template>
    </xsl:variable>
    <document>
      <name><xsl:value-of select="concat($S[../@id = 'dossier'], ' – ', $label)"/></name>
      <xsl:call-template name="brand-content"/>
      <xsl:call-template name="kicker"><xsl:with-param name="kind" select="'dossier'"/></xsl:call-template>
      <subtitle><xsl:value-of select="concat($S[../@id = 'option'], $colon, ' ', $label)"/></subtitle>
      <badge-label><xsl:value-of select="$S[../@id = 'verdict']"/></badge-label>
      <xsl:call-template name="badge">
        <xsl:with-param name="kind" select="'verdict'"/>
        <xsl:with-param name="value" select="d:verdict/@value"/>
      </xsl:call-template>
      <xsl:call-template name="content-notices"/>
      <xsl:call-template name="identity"/>
      <section id="summary">
        <title><xsl:value-of select="$S[../@id = 'summary']"/></title>
        <xsl:call-template name="summary-words"/>
        <xsl:call-template name="options-content">
          <xsl:with-param name="options" select="d:options/d:option"/>
          <xsl:with-param name="tinted" select="d:option/@id"/>
        </xsl:call-template>
        <xsl:call-template name="quality-content"/>
        <xsl:call-template name="findings-figure-content"/>
        <xsl:call-template name="themes-content"/>
        <xsl:call-template name="reasons-content"/>
      </section>
      <xsl:call-template name="added"><xsl:with-param name="after" select="'summary'"/></xsl:call-template>
      <section id="results">
        <title><xsl:value-of select="$S[../@id = 'results']"/></title>
        <xsl:call-template name="results-content">
          <xsl:with-param name="results" select="d:results/d:result"/>
        </xsl:call-template>
        <xsl:call-template name="losses-content"><xsl:with-param name="losses" select="d:results/d:loss"/></xsl:call-template>
      </section>
      <xsl:call-template name="added"><xsl:with-param name="after" select="'results'"/></xsl:call-template>
      <xsl:if test="$form = 'full'">
        <xsl:call-template name="findings-content"/>
        <xsl:call-template name="added"><xsl:with-param name="after" select="'findings'"/></xsl:call-template>
        <xsl:call-template name="weights-content"/>
        <xsl:call-template name="added"><xsl:with-param name="after" select="'weights'"/></xsl:call-template>
        <xsl:call-template name="evidence-content"/>
        <xsl:call-template name="added"><xsl:with-param name="after" select="'evidence'"/></xsl:call-template>
        <xsl:call-template name="packs-content"/>
        <xsl:call-template name="added"><xsl:with-param name="after" select="'packs'"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="verify-content"><xsl:with-param name="file" select="'dossier.xml'"/></xsl:call-template>
    </document>
  </xsl:template>

  <xsl:template match="c:comparison" mode="content">
    <xsl:variable name="choice" select="c:choice"/>
    <xsl:variable name="chosen" select="c:options/c:option[@id = $choice/@option]"/>
    <xsl:variable name="family">
      <xsl:call-template name="word"><xsl:with-param name="text" select="$subject/@family"/></xsl:call-template>
    </xsl:variable>
    <document>
      <name><xsl:value-of select="concat($S[../@id = 'comparison'], ' – ', $family)"/></name>
      <xsl:call-template name="brand-content"/>
      <xsl:call-template name="kicker"><xsl:with-param name="kind" select="'comparison'"/></xsl:call-template>
      <subtitle><xsl:value-of select="concat($S[../@id = 'family'], $colon, ' ', $family)"/></subtitle>
      <badge-label>
        <xsl:value-of select="$S[../@id = 'choice']"/>
        <xsl:if test="$chosen"><xsl:value-of select="concat(' · ', $S[../@id = concat('choice.', $choice/@kind)])"/></xsl:if>
      </badge-label>
      <xsl:choose>
        <xsl:when test="$chosen">
          <badge value="{$chosen/@verdict}"><xsl:call-template name="word"><xsl:with-param name="text" select="$chosen/@label"/></xsl:call-template></badge>
        </xsl:when>
        <xsl:otherwise><badge value="no"><xsl:value-of select="$S[../@id = 'choice.none']"/></badge></xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="content-notices"/>
      <xsl:call-template name="identity"/>
      <section id="choice">
        <title><xsl:value-of select="$S[../@id = 'choice']"/></title>
        <p><b><xsl:call-template name="in-language"><xsl:with-param name="texts" select="c:choice/c:reason"/></xsl:call-template></b></p>
        <p><xsl:value-of select="$S[../@id = 'choice.rule']"/></p>
        <xsl:call-template name="options-content">
          <xsl:with-param name="options" select="c:options/c:option"/>
          <xsl:with-param name="tinted" select="c:choice/@option"/>
        </xsl:call-template>
        <xsl:call-template name="quality-content"/>
        <xsl:call-template name="findings-figure-content"/>
        <xsl:call-template name="counts-content"/>
      </section>
      <xsl:call-template name="added"><xsl:with-param name="after" select="'choice'"/></xsl:call-template>
      <section id="results">
        <title><xsl:value-of select="$S[../@id = 'results']"/></title>
        <xsl:call-template name="criteria-content"/>
        <xsl:call-template name="losses-content"><xsl:with-param name="losses" select="c:results/c:loss"/></xsl:call-template>
      </section>
      <xsl:call-template name="added"><xsl:with-param name="after" select="'results'"/></xsl:call-template>
      <xsl:if test="$form = 'full'"><xsl:call-template name="heat-content"/></xsl:if>
      <xsl:call-template name="dossiers-content"/>
      <xsl:call-template name="added"><xsl:with-param name="after" select="'options'"/></xsl:call-template>
      <xsl:if test="$form = 'full'">
        <xsl:call-template name="packs-content"/>
        <xsl:call-template name="added"><xsl:with-param name="after" select="'packs'"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="verify-content"><xsl:with-param name="file" select="'comparison.xml'"/></xsl:call-template>
    </document>
  </xsl:template>

  <!-- The head of both. -->

  <xsl:template name="brand-content">
    <xsl:if test="$brand/*">
      <brand>
        <xsl:if test="$brand-logo != ''">
          <logo src="{$brand-logo}" alt="{normalize-space($brand/b:logo/*[local-name() = $lang])}"/>
        </xsl:if>
        <header><xsl:call-template name="brand-words"><xsl:with-param name="texts" select="$brand/b:header/*"/></xsl:call-template></header>
        <footer><xsl:call-template name="brand-words"><xsl:with-param name="texts" select="$brand/b:footer/*"/></xsl:call-template></footer>
      </brand>
    </xsl:if>
  </xsl:template>

  <xsl:template name="kicker">
    <xsl:param name="kind"/>
    <title><xsl:call-template name="in-language"><xsl:with-param name="texts" select="$subject/*[local-name() = 'title']"/></xsl:call-template></title>
    <kicker><xsl:value-of select="concat($S[../@id = $kind], ' · ', $S[../@id = concat('sector.', $subject/@sector)])"/></kicker>
  </xsl:template>

  <!-- A projection carries no signature: it says where it comes from, and
       whether anybody checked that. -->
  <xsl:template name="content-notices">
    <notice kind="origin">
      <xsl:value-of select="$S[../@id = concat('origin.', $origin)]"/>
      <xsl:if test="$source-sha256 != ''">
        <xsl:value-of select="concat(' ', $S[../@id = 'origin.digest'], $colon, ' ')"/>
        <code><xsl:value-of select="$source-sha256"/></code>
      </xsl:if>
    </notice>
    <xsl:if test="$subject/@fictional = 'yes'">
      <notice kind="fictional"><xsl:value-of select="$S[../@id = 'fictional']"/></notice>
    </xsl:if>
    <xsl:if test="/*/@trial = 'yes'">
      <notice kind="trial"><xsl:value-of select="$S[../@id = 'trial']"/></notice>
    </xsl:if>
  </xsl:template>

  <!-- Sections of the organisation's own; the executive form has none. -->
  <xsl:template name="added">
    <xsl:param name="after"/>
    <xsl:if test="$form = 'full'">
      <xsl:for-each select="$brand/b:section[@after = $after]">
        <section id="added-{$after}-{position()}" added="yes">
          <title><xsl:value-of select="normalize-space(b:title/*[local-name() = $lang])"/></title>
          <small><xsl:value-of select="concat($S[../@id = 'added.by'], ' ', $organisation, $S[../@id = 'added.unsigned'])"/></small>
          <xsl:for-each select="b:p">
            <p><xsl:value-of select="normalize-space(*[local-name() = $lang])"/></p>
          </xsl:for-each>
        </section>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <xsl:template name="identity">
    <fact name="{$S[../@id = 'reference']}"><code><xsl:value-of select="$head/*[local-name() = 'id']"/></code></fact>
    <fact name="{$S[../@id = 'family']}"><xsl:call-template name="word"><xsl:with-param name="text" select="$subject/@family"/></xsl:call-template></fact>
    <fact name="{$S[../@id = 'provider']}"><xsl:call-template name="word"><xsl:with-param name="text" select="$subject/@provider"/></xsl:call-template></fact>
    <fact name="{$S[../@id = 'risk']}">
      <xsl:value-of select="$S[../@id = concat('risk.', $subject/@risk-class)]"/>
      <xsl:if test="$S[../@id = concat('risk.', $subject/@risk-route)]">
        <xsl:value-of select="concat(' (', $S[../@id = concat('risk.', $subject/@risk-route)], ')')"/>
      </xsl:if>
    </fact>
    <fact name="{$S[../@id = 'languages']}"><xsl:value-of select="concat($subject/@languages, ' · ', $subject/@jurisdictions)"/></fact>
    <fact name="{$S[../@id = 'created']}"><xsl:call-template name="time"><xsl:with-param name="value" select="$head/*[local-name() = 'created']"/></xsl:call-template></fact>
    <fact name="{$S[../@id = 'law-as-of']}"><xsl:call-template name="date"><xsl:with-param name="value" select="$head/*[local-name() = 'law-as-of']"/></xsl:call-template></fact>
    <xsl:for-each select="$subject/*[local-name() = 'person']">
      <fact>
        <xsl:attribute name="name"><xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template></xsl:attribute>
        <xsl:call-template name="word"><xsl:with-param name="text" select="@duty"/></xsl:call-template>
      </fact>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="summary-words">
    <xsl:variable name="verdict" select="string(d:verdict/@value)"/>
    <p>
      <xsl:call-template name="badge">
        <xsl:with-param name="kind" select="'verdict'"/>
        <xsl:with-param name="value" select="$verdict"/>
      </xsl:call-template>
      <xsl:value-of select="concat('. ', $S[../@id = concat('verdict.', $verdict, '.means')], ' ',
          count(d:findings/d:finding), '&#xA0;', $S[../@id = 'summary.counts'], ' ')"/>
      <xsl:call-template name="counts-in-words"/>
      <xsl:value-of select="concat('. ', count(d:evidence/d:file), '&#xA0;', $S[../@id = 'summary.evidence'],
          ' ', count(d:evidence/d:file[@status = 'refused']), '.')"/>
    </p>
    <p><xsl:call-template name="in-language"><xsl:with-param name="texts" select="$subject/*[local-name() = 'purpose']"/></xsl:call-template></p>
  </xsl:template>

  <!-- Tables. -->

  <xsl:template name="column">
    <xsl:param name="id"/>
    <xsl:param name="number" select="'no'"/>
    <cell number="{$number}"><xsl:value-of select="$S[../@id = $id]"/></cell>
  </xsl:template>

  <xsl:template name="options-content">
    <xsl:param name="options"/>
    <xsl:param name="tinted"/>
    <table>
      <title><xsl:value-of select="$S[../@id = 'summary.options']"/></title>
      <head>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'params'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'precision'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'size'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'energy'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
        <xsl:if test="$has-history">
          <xsl:call-template name="column"><xsl:with-param name="id" select="'chart.history'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
        </xsl:if>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'verdict'"/></xsl:call-template>
      </head>
      <xsl:for-each select="$options">
        <row>
          <xsl:if test="@id = $tinted"><xsl:attribute name="tinted">yes</xsl:attribute></xsl:if>
          <cell>
            <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
            <xsl:if test="@parent != ''">
              <small><xsl:value-of select="concat($S[../@id = concat('relation.', current()/@relation)], ', ', $S[../@id = 'derived'], ' ', @parent)"/></small>
            </xsl:if>
          </cell>
          <cell number="yes"><xsl:call-template name="params"><xsl:with-param name="value" select="@params"/></xsl:call-template></cell>
          <cell><xsl:call-template name="or-dash"><xsl:with-param name="text" select="@precision"/></xsl:call-template></cell>
          <cell number="yes"><xsl:call-template name="bytes"><xsl:with-param name="value" select="@bytes"/></xsl:call-template></cell>
          <cell number="yes"><xsl:call-template name="count"><xsl:with-param name="value" select="@energy"/></xsl:call-template></cell>
          <xsl:if test="$has-history"><cell number="yes"><xsl:call-template name="history-spark"/><xsl:call-template name="history-percent"/></cell></xsl:if>
          <cell><xsl:call-template name="badge"><xsl:with-param name="kind" select="'verdict'"/><xsl:with-param name="value" select="@verdict"/></xsl:call-template></cell>
        </row>
      </xsl:for-each>
    </table>
  </xsl:template>

  <!-- A picture in a line of a cell: a form that draws none leaves it out. -->
  <xsl:template name="history-spark">
    <xsl:variable name="chart"><xsl:call-template name="history-chart"/></xsl:variable>
    <xsl:if test="exsl:node-set($chart)/ch:*">
      <spark><xsl:copy-of select="ch:draw(exsl:node-set($chart)/ch:*)"/></spark>
    </xsl:if>
  </xsl:template>

  <xsl:template name="figure-content">
    <xsl:param name="chart"/>
    <xsl:param name="caption"/>
    <xsl:param name="none"/>
    <xsl:variable name="request" select="exsl:node-set($chart)/ch:*"/>
    <xsl:choose>
      <xsl:when test="$request">
        <figure>
          <title><xsl:value-of select="$caption"/></title>
          <alt><xsl:value-of select="$request/@alt"/></alt>
          <xsl:copy-of select="ch:draw($request)"/>
        </figure>
      </xsl:when>
      <xsl:when test="string($none) != ''"><p><xsl:value-of select="$none"/></p></xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="quality-content">
    <xsl:call-template name="figure-content">
      <xsl:with-param name="chart">
        <xsl:call-template name="quality-chart"><xsl:with-param name="width" select="470"/><xsl:with-param name="height" select="200"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="caption"><xsl:call-template name="quality-caption"/></xsl:with-param>
      <xsl:with-param name="none"><xsl:call-template name="quality-none"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="findings-figure-content">
    <xsl:call-template name="figure-content">
      <xsl:with-param name="chart">
        <xsl:call-template name="findings-chart"><xsl:with-param name="width" select="470"/><xsl:with-param name="height" select="0"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="caption"><xsl:call-template name="findings-caption"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Every rule, and its outcome for each option. -->
  <xsl:template name="heat-content">
    <xsl:variable name="rules" select="*[local-name() = 'rules']/*[local-name() = 'rule']"/>
    <xsl:if test="$rules">
      <section id="heat">
        <title><xsl:value-of select="$S[../@id = 'heat']"/></title>
        <p><xsl:value-of select="$S[../@id = 'heat.intro']"/></p>
        <table>
          <title><xsl:value-of select="$S[../@id = 'heat.table']"/></title>
          <head>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'heat.title'"/></xsl:call-template>
            <xsl:for-each select="$sizes"><cell><xsl:value-of select="@id"/></cell></xsl:for-each>
          </head>
          <xsl:for-each select="$rules">
            <xsl:variable name="rule" select="."/>
            <row>
              <cell><xsl:value-of select="@id"/></cell>
              <cell><xsl:call-template name="in-language"><xsl:with-param name="texts" select="*[local-name() = 'title']"/></xsl:call-template></cell>
              <xsl:for-each select="$sizes">
                <cell>
                  <xsl:call-template name="badge">
                    <xsl:with-param name="kind" select="'outcome'"/>
                    <xsl:with-param name="value" select="string($rule/*[local-name() = 'outcome'][@option = current()/@id]/@value)"/>
                  </xsl:call-template>
                </cell>
              </xsl:for-each>
            </row>
          </xsl:for-each>
        </table>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="or-dash">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="string($text) = ''">–</xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="badge">
    <xsl:param name="kind"/>
    <xsl:param name="value"/>
    <badge value="{$value}"><xsl:value-of select="$S[../@id = concat($kind, '.', $value)]"/></badge>
  </xsl:template>

  <xsl:template name="outcome-columns">
    <xsl:for-each select="$S[starts-with(../@id, 'outcome.')]">
      <cell number="yes"><xsl:value-of select="."/></cell>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="themes-content">
    <table>
      <title><xsl:value-of select="$S[../@id = 'summary.themes']"/></title>
      <head>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'theme'"/></xsl:call-template>
        <xsl:call-template name="outcome-columns"/>
      </head>
      <xsl:for-each select="d:verdict/d:theme">
        <xsl:variable name="theme" select="."/>
        <row>
          <cell><xsl:value-of select="$S[../@id = concat('theme.', $theme/@name)]"/></cell>
          <xsl:for-each select="$S[starts-with(../@id, 'outcome.')]">
            <xsl:variable name="outcome" select="substring-after(../@id, '.')"/>
            <cell number="yes"><xsl:value-of select="$theme/@*[local-name() = $outcome]"/></cell>
          </xsl:for-each>
        </row>
      </xsl:for-each>
    </table>
  </xsl:template>

  <xsl:template name="counts-content">
    <table>
      <title><xsl:value-of select="$S[../@id = 'findings.counts']"/></title>
      <head>
        <xsl:call-template name="column"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
        <xsl:call-template name="outcome-columns"/>
      </head>
      <xsl:for-each select="c:options/c:option">
        <xsl:variable name="option" select="."/>
        <row>
          <cell><xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template></cell>
          <xsl:for-each select="$S[starts-with(../@id, 'outcome.')]">
            <xsl:variable name="outcome" select="substring-after(../@id, '.')"/>
            <cell number="yes"><xsl:value-of select="$option/c:count[@outcome = $outcome]/@n"/></cell>
          </xsl:for-each>
        </row>
      </xsl:for-each>
    </table>
  </xsl:template>

  <xsl:template name="reasons-content">
    <xsl:choose>
      <xsl:when test="d:verdict/d:because">
        <table>
          <title><xsl:value-of select="$S[../@id = 'summary.reasons']"/></title>
          <head>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'outcome'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'severity'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'reason'"/></xsl:call-template>
          </head>
          <xsl:apply-templates mode="content" select="d:verdict/d:because[@severity = 'blocker'][@outcome = 'fail']"/>
          <xsl:apply-templates mode="content" select="d:verdict/d:because[@severity = 'blocker'][@outcome = 'unknown']"/>
          <xsl:apply-templates mode="content" select="d:verdict/d:because[@severity = 'major'][@outcome = 'fail']"/>
          <xsl:apply-templates mode="content" select="d:verdict/d:because[@severity = 'major'][@outcome = 'unknown']"/>
        </table>
      </xsl:when>
      <xsl:otherwise><p><xsl:value-of select="$S[../@id = 'summary.none']"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="d:because" mode="content">
    <xsl:variable name="finding" select="/d:dossier/d:findings/d:finding[@rule = current()/@rule]"/>
    <row>
      <cell>
        <xsl:choose>
          <xsl:when test="$form = 'full'"><ref to="{@rule}"><xsl:value-of select="@rule"/></ref></xsl:when>
          <xsl:otherwise><xsl:value-of select="@rule"/></xsl:otherwise>
        </xsl:choose>
      </cell>
      <cell><xsl:call-template name="badge"><xsl:with-param name="kind" select="'outcome'"/><xsl:with-param name="value" select="@outcome"/></xsl:call-template></cell>
      <cell><xsl:value-of select="$S[../@id = concat('severity.', current()/@severity)]"/></cell>
      <cell><xsl:call-template name="in-language"><xsl:with-param name="texts" select="$finding/d:title"/></xsl:call-template></cell>
    </row>
  </xsl:template>

  <xsl:template name="criterion-content">
    <cell>
      <xsl:value-of select="@criterion"/>
      <small>
        <xsl:value-of select="concat(@task, ', ', @metric, ', ', @language)"/>
        <xsl:if test="@slice = 'hard'"><xsl:value-of select="concat(', ', $S[../@id = 'slice.hard'])"/></xsl:if>
        <xsl:if test="@gating = 'yes'"><xsl:value-of select="concat(', ', $S[../@id = 'gating'])"/></xsl:if>
      </small>
    </cell>
  </xsl:template>

  <xsl:template name="decimal-content">
    <xsl:param name="value"/>
    <cell number="yes"><xsl:call-template name="decimal"><xsl:with-param name="value" select="$value"/></xsl:call-template></cell>
  </xsl:template>

  <xsl:template name="interval-content">
    <cell number="yes">
      <xsl:choose>
        <xsl:when test="@low = ''">–</xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="decimal"><xsl:with-param name="value" select="@low"/></xsl:call-template>
          <xsl:text> – </xsl:text>
          <xsl:call-template name="decimal"><xsl:with-param name="value" select="@high"/></xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </cell>
  </xsl:template>

  <xsl:template name="threshold-words">
    <xsl:choose>
      <xsl:when test="@threshold = ''">–</xsl:when>
      <xsl:otherwise>
        <xsl:choose>
          <xsl:when test="@direction = 'max'">≤&#xA0;</xsl:when>
          <xsl:otherwise>≥&#xA0;</xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="literal"><xsl:with-param name="value" select="@threshold"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="set-by-words">
    <xsl:value-of select="concat($S[../@id = 'set-by'], ' ')"/>
    <xsl:call-template name="word"><xsl:with-param name="text" select="@set-by"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="date"><xsl:with-param name="value" select="@set-on"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="results-content">
    <xsl:param name="results"/>
    <xsl:choose>
      <xsl:when test="$results">
        <p><xsl:value-of select="$S[../@id = 'results.intro']"/></p>
        <table>
          <title><xsl:value-of select="$S[../@id = 'results.table']"/></title>
          <head>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'criterion'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'value'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'n'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'threshold'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'met'"/></xsl:call-template>
          </head>
          <xsl:for-each select="$results">
            <row>
              <xsl:call-template name="criterion-content"/>
              <xsl:call-template name="decimal-content"><xsl:with-param name="value" select="@value"/></xsl:call-template>
              <xsl:call-template name="interval-content"/>
              <cell number="yes"><xsl:call-template name="count"><xsl:with-param name="value" select="@n"/></xsl:call-template></cell>
              <cell number="yes"><xsl:call-template name="threshold-words"/></cell>
              <cell>
                <xsl:call-template name="badge"><xsl:with-param name="kind" select="'answer'"/><xsl:with-param name="value" select="@met"/></xsl:call-template>
                <small><xsl:call-template name="set-by-words"/></small>
              </cell>
            </row>
          </xsl:for-each>
        </table>
      </xsl:when>
      <xsl:otherwise><p><xsl:value-of select="$S[../@id = 'results.none']"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="losses-content">
    <xsl:param name="losses"/>
    <xsl:if test="$losses">
      <section id="losses">
        <title><xsl:value-of select="$S[../@id = 'losses']"/></title>
        <p><xsl:value-of select="$S[../@id = 'losses.intro']"/></p>
        <xsl:call-template name="figure-content">
          <xsl:with-param name="chart"><xsl:call-template name="losses-chart"><xsl:with-param name="losses" select="$losses"/></xsl:call-template></xsl:with-param>
          <xsl:with-param name="caption"><xsl:call-template name="losses-caption"/></xsl:with-param>
          <xsl:with-param name="none"><xsl:call-template name="losses-none"><xsl:with-param name="losses" select="$losses"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
        <table>
          <title><xsl:value-of select="$S[../@id = 'losses.table']"/></title>
          <head>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'criterion'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'loss'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'margin'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'within-margin'"/></xsl:call-template>
          </head>
          <xsl:for-each select="$losses">
            <row>
              <xsl:call-template name="criterion-content"/>
              <cell><xsl:value-of select="concat(@option, ' / ', @parent)"/></cell>
              <xsl:call-template name="decimal-content"><xsl:with-param name="value" select="@difference"/></xsl:call-template>
              <xsl:call-template name="interval-content"/>
              <cell number="yes"><xsl:call-template name="literal"><xsl:with-param name="value" select="@loss-max"/></xsl:call-template></cell>
              <cell><xsl:call-template name="badge"><xsl:with-param name="kind" select="'answer'"/><xsl:with-param name="value" select="@within-margin"/></xsl:call-template></cell>
            </row>
          </xsl:for-each>
        </table>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- One table a criterion, all options in it. -->
  <xsl:template name="criteria-content">
    <xsl:choose>
      <xsl:when test="c:criteria/c:criterion"><p><xsl:value-of select="$S[../@id = 'results.intro']"/></p></xsl:when>
      <xsl:otherwise><p><xsl:value-of select="$S[../@id = 'results.none']"/></p></xsl:otherwise>
    </xsl:choose>
    <xsl:for-each select="c:criteria/c:criterion">
      <xsl:variable name="id" select="@id"/>
      <section id="criterion-{@id}">
        <title><xsl:value-of select="@id"/></title>
        <p>
          <xsl:value-of select="concat(@task, ', ', @metric, ', ', @language, ' · ')"/>
          <xsl:call-template name="set-by-words"/>
          <xsl:if test="@basis != ''">
            <xsl:value-of select="concat(' · ', $S[../@id = 'basis'], $colon, ' ')"/>
            <xsl:call-template name="word"><xsl:with-param name="text" select="@basis"/></xsl:call-template>
          </xsl:if>
        </p>
        <table>
          <title><xsl:value-of select="concat($S[../@id = 'results.table'], $colon, ' ', @id)"/></title>
          <head>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'value'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'threshold'"/><xsl:with-param name="number" select="'yes'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="id" select="'met'"/></xsl:call-template>
          </head>
          <xsl:for-each select="/c:comparison/c:results/c:result[@criterion = $id]">
            <row>
              <cell><xsl:call-template name="word"><xsl:with-param name="text" select="/c:comparison/c:options/c:option[@id = current()/@option]/@label"/></xsl:call-template></cell>
              <xsl:call-template name="decimal-content"><xsl:with-param name="value" select="@value"/></xsl:call-template>
              <xsl:call-template name="interval-content"/>
              <cell number="yes"><xsl:call-template name="threshold-words"/></cell>
              <cell><xsl:call-template name="badge"><xsl:with-param name="kind" select="'answer'"/><xsl:with-param name="value" select="@met"/></xsl:call-template></cell>
            </row>
          </xsl:for-each>
        </table>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="dossiers-content">
    <section id="options">
      <title><xsl:value-of select="$S[../@id = 'options']"/></title>
      <table>
        <title><xsl:value-of select="$S[../@id = 'dossiers.table']"/></title>
        <head>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'front'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="id" select="'dossier.digest'"/></xsl:call-template>
        </head>
        <xsl:for-each select="c:options/c:option">
          <row>
            <cell><xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template></cell>
            <cell><xsl:value-of select="$S[../@id = concat('answer.', current()/@front)]"/></cell>
            <cell><code><xsl:value-of select="@dossier-sha256"/></code></cell>
          </row>
        </xsl:for-each>
      </table>
    </section>
  </xsl:template>
</xsl:stylesheet>
